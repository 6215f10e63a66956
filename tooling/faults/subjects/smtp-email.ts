import { fieldsOf } from '@patchbay/core/conformance';
import { smtpEmail } from '@patchbay/email-smtp';
import { credentials, mail, personal } from './input.ts';
import type { Subject } from './subject.ts';

/** The adapter under its default policy; without `requireTls: false` it would keep the password from this server. */
export const subject: Subject = {
  secrets: { credential: [credentials.smtp.password], 'personal data': personal },
  async open({ hostname: host, port, protocol }) {
    const secure = protocol === 'smtps:';
    const email = smtpEmail({ host, port: Number(port), secure, requireTls: false, ...credentials.smtp });
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
