import type { Setup } from '@patchbay/core';
import { type SendgridEmailOptions, sendgridEmail } from '@patchbay/email-sendgrid';
import { type SendgridFakeOptions, sendgridFake } from '@patchbay/email-sendgrid/fake';
import { virtualClock, wireRecorder } from '@patchbay/testing';
import { serve } from '@patchbay/testing/node';

export const start = Date.UTC(2026, 0, 1);
export const apiKey = 'SG.account.key00000000000000000001';

/** A short mail. */
export const message = {
  from: 'shop@example.com',
  to: 'ada@example.com',
  subject: 'Your order',
  text: 'Thank you.',
} as const;

/** A fake account behind a socket, and email over it; time stands still unless it is moved. */
export async function account(
  fakeOptions: SendgridFakeOptions = {},
  options: Partial<SendgridEmailOptions> = {},
  setup: Setup = {},
) {
  const clock = virtualClock({ start });
  const fake = sendgridFake({ apiKey, now: () => clock.now(), ...fakeOptions });
  const server = await serve(fake, { clock });
  const recorder = wireRecorder(fetch, { clock });
  const transport = { fetch: recorder.fetch };
  const email = sendgridEmail({ apiKey, baseUrl: server.url, ...options }, { clock, transport, ...setup });
  await email.native();
  return {
    clock,
    fake,
    server,
    email,
    /** Lets time run until the promise settles. */
    settle: <T>(promise: Promise<T>) =>
      clock.settle(promise, { busy: () => recorder.inFlight > server.held }),
    async [Symbol.asyncDispose]() {
      await email.close();
      await server.close();
    },
  };
}
