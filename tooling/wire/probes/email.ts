import type { EmailSubject } from '@patchbay/email/conformance';
import type { Probe } from '../probe.ts';

const personal = {
  name: 'Augusta Ada King',
  email: 'ada.king@lovelace.test',
  subject: 'The result of her test',
};

/** A mail. */
export const emailProbe: Probe<EmailSubject> = {
  operation: 'send',
  kind: 'keyed',
  personal: Object.values(personal),
  write: ({ facade, fixtures }, options) => {
    const to = { email: personal.email, name: personal.name };
    return facade.send(
      { from: fixtures.sender, to, subject: personal.subject, text: 'Come and see us.' },
      options,
    );
  },
  effects: ({ mailbox }) => mailbox.count(),
};
