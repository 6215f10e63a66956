import { fieldsOf } from '@patchbay/core/conformance';
import { createTransport } from 'nodemailer';
import { credentials, mail, personal } from './input.ts';
import type { Subject } from './subject.ts';

/** `nodemailer` as it comes. */
export const subject: Subject = {
  secrets: { credential: [credentials.smtp.password], 'personal data': personal },
  async open({ hostname: host, port, protocol }) {
    const { user, password: pass } = credentials.smtp;
    const secure = protocol === 'smtps:';
    const transport = createTransport({ host, port: Number(port), secure, auth: { user, pass } });
    return {
      write: () => transport.sendMail({ ...mail }),
      told(result) {
        const { response } = fieldsOf(result);
        return { done: true, words: `response ${String(response)}` };
      },
      close: async () => transport.close(),
    };
  },
};
