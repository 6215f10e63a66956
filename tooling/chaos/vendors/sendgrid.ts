import { sendgridFake } from '@patchbay/email-sendgrid/fake';
import { keyOf } from '../script/script.ts';
import type { Account } from './account.ts';

/** A fake account of SendGrid. */
export function sendgridAccount(name: string, now: () => number): Account {
  const secret = `SG.chaos-${name}.0123456789abcdef`;
  const fake = sendgridFake({ apiKey: secret, now });
  return {
    secret,
    handle: (request) => fake.handle(request),
    effects: (intent) => fake.accepted.filter(({ subject }) => subject === keyOf(intent)).length,
    refusal: () => ({ errors: [{ message: `No: ${secret}`, field: null, help: null }] }),
  };
}
