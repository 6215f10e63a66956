/** Somebody whose data is in every write. */
export const person = {
  name: 'Augusta Ada King',
  email: 'ada.king@lovelace.test',
  letter: 'The result of her test',
} as const;

export const personal: readonly string[] = Object.values(person);

/** Who calls, by vendor. */
export const credentials = {
  stripe: 'sk_test_faults0000000000000001',
  sendgrid: 'SG.faults.key0000000000000000000001',
  s3: { accessKeyId: 'AKIAFAULTS000000001', secretAccessKey: 'faults-secret-access-key' },
  smtp: { user: 'shop', password: 'faults-password-of-the-shop' },
} as const;

export const bucket = 'faults';
export const sender = 'orders@shop.example';
export const mail = {
  from: sender,
  to: person.email,
  subject: person.letter,
  text: `Dear ${person.name}, come and see us.`,
} as const;

/** Stripe's test payment methods: https://docs.stripe.com/testing (2026-11-22). */
export const cards = { good: 'pm_card_visa', declined: 'pm_card_chargeDeclined' } as const;
