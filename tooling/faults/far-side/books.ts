import { sendgridFake } from '@patchbay/email-sendgrid/fake';
import { stripeFake } from '@patchbay/payments-stripe/fake';
import { s3Fake } from '@patchbay/storage-s3/fake';
import type { HandlerObject } from '@patchbay/testing/node';
import type { VendorName } from '../faults.ts';
import { bucket, credentials, sender } from '../subjects/input.ts';

export type HttpVendor = Exclude<VendorName, 'smtp'>;

/** A vendor's fake, and what it has done so far. */
export interface Books {
  readonly fake: HandlerObject;
  effects(): number;
}

/** Fresh books of each vendor. */
export const openBooks = {
  stripe: () => {
    const fake = stripeFake({ secretKey: credentials.stripe });
    return { fake, effects: () => fake.ledger.charges.filter(({ status }) => status !== 'failed').length };
  },
  sendgrid: () => {
    const fake = sendgridFake({
      apiKey: credentials.sendgrid,
      verifiedSenders: [sender.slice(sender.indexOf('@') + 1)],
    });
    return { fake, effects: () => fake.accepted.length };
  },
  s3: () => {
    const fake = s3Fake({ buckets: [bucket], credentials: credentials.s3 });
    return { fake, effects: () => fake.objects(bucket).length };
  },
} as const satisfies Record<HttpVendor, () => Books>;
