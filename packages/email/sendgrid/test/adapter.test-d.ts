import type { Native } from '@patchbay/core';
import { type Email, email } from '@patchbay/email';
import {
  type SendgridClient,
  type SendgridEmail,
  type SendgridEmailOptions,
  sendgridEmail,
} from '@patchbay/email-sendgrid';
import { describe, expectTypeOf, it } from 'vitest';

describe('the types of sendgridEmail', () => {
  it('show one name, and hand over the typed clients', () => {
    const made = sendgridEmail({ apiKey: 'SG.types.key' });
    expectTypeOf(made).toEqualTypeOf<SendgridEmail>();
    expectTypeOf(made).toExtend<Native<SendgridClient>>();
    expectTypeOf<SendgridClient['mail']['send']>().toBeFunction();
    expectTypeOf<SendgridClient['client']['request']>().parameter(0).toHaveProperty('url');
    expectTypeOf<SendgridClient['client']>().not.toBeAny();
  });

  it('fit what an application asks for', () => {
    expectTypeOf<SendgridEmail>().toExtend<Email<'send' | 'schedule.cancel' | 'suppressions.list'>>();
    expectTypeOf(email.needs('send', { traits: ['attachments'] })).not.toBeAny();
    expectTypeOf(sendgridEmail).parameter(0).toEqualTypeOf<SendgridEmailOptions>();
  });
});
