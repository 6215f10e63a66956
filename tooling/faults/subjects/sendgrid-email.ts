import { fieldsOf } from '@patchbay/core/conformance';
import { sendgridEmail } from '@patchbay/email-sendgrid';
import { credentials, mail, personal } from './input.ts';
import type { Subject } from './subject.ts';

/** The adapter under its default policy. */
export const subject: Subject = {
  secrets: { credential: [credentials.sendgrid], 'personal data': personal },
  async open({ origin }) {
    const email = sendgridEmail({ apiKey: credentials.sendgrid, baseUrl: origin });
    await email.native();
    return {
      write: () => email.send(mail),
      told(result) {
        const { status } = fieldsOf(result);
        return { done: status === 'accepted', words: `status ${String(status)}` };
      },
      close: () => email.close(),
    };
  },
};
