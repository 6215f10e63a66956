import type { InboundMail } from '@patchbay/email';
import { answers, replace } from '../../broken.ts';
import type { EmailDriver } from '../broken.ts';

const on = 'sendgrid';

/** Defects in how mails are read that came in. */
export const inboundDrivers: readonly EmailDriver[] = [
  inbound('files-as-text', 'reads files of a mail as text', 'attachments', (mail) => ({
    ...mail,
    attachments: mail.attachments.map((file) => ({
      ...file,
      bytes: new TextEncoder().encode(new TextDecoder().decode(file.bytes)),
    })),
  })),
  inbound('markup-cleaned', 'changes the markup of a mail', 'hostile_mail_is_data', (mail) => ({
    ...mail,
    html: mail.html?.replaceAll(/<script>.*?<\/script>/g, ''),
  })),
  inbound(
    'envelope-of-the-headers',
    'takes the headers for the envelope',
    'headers_and_envelope',
    (mail) => ({
      ...mail,
      envelope: { from: mail.from?.email ?? '', to: mail.to.map(({ email }) => email) },
    }),
  ),
  inbound('copies-of-a-mail-dropped', 'forgets who got a copy', 'fields', (mail) => ({ ...mail, cc: [] })),
  {
    id: 'inbound-nonsense-is-empty',
    what: 'reads nonsense as an empty mail',
    caughtBy: 'webhooks.inbound.receive.malformed',
    on,
    defect: {
      facade: (email) =>
        replace(
          email,
          'inbound.receive',
          (original) => (input) =>
            Promise.resolve(original(input)).catch(() => ({
              subject: '',
              to: [],
              cc: [],
              headers: [],
              attachments: [],
            })),
        ),
    },
  },
];

function inbound(
  id: string,
  what: string,
  behaviour: string,
  change: (mail: InboundMail) => object,
): EmailDriver {
  const defect = answers<InboundMail>('inbound.receive', change);
  return { id, what, caughtBy: `webhooks.inbound.receive.${behaviour}`, on, defect };
}
