import { cases, type EmailRow } from '../define.ts';
import type { EmailScene } from '../scene.ts';
import { assertRefused } from './refused.ts';

/** Line ends of mail, of Unicode, of old terminals, and what cuts a text short. */
const breaks = [
  '\r\n',
  '\n',
  '\r',
  '\r\n ',
  '\u0000',
  '\u000b',
  '\u0085',
  '\u2028',
  '\u2029',
  '\u001b',
  '\u007f',
];
const payload = 'Bcc: eve@evil.example';

/** No text that goes into a header can end it. */
export const injectionCases = cases('errors', 'send', {
  injected_by_subject: cannot('subject', (text) => ({ subject: text })),
  injected_by_sender: cannot('from', (text, scene) => ({ from: `${scene.fixtures.sender}${text}` })),
  injected_by_name_of_sender: cannot('from', (name, scene) => ({
    from: { email: scene.fixtures.sender, name },
  })),
  injected_by_recipient: cannot('to', (text, scene) => ({ to: `${scene.at('ada')}${text}` })),
  injected_by_recipient_in_parts: cannot('to', (text, scene) => ({
    to: { email: `${scene.at('ada')}${text}` },
  })),
  injected_by_name_of_recipient: cannot('to', (text, scene) => ({ to: `"Ada${text}" <${scene.at('ada')}>` })),
  injected_by_copy: cannot('cc', (text, scene) => ({ cc: [`Grace${text} <${scene.at('grace')}>`] })),
  injected_by_blind_copy: cannot('bcc', (text, scene) => ({ bcc: { email: scene.at('mary'), name: text } })),
  injected_by_reply_to: cannot('replyTo', (text, scene) => ({ replyTo: `${scene.at('desk')}${text}` })),
  injected_by_header_value: cannot('headers', (text) => ({ headers: { 'X-Shop': text } }), ['headers']),
  injected_by_header_name: cannot('headers', (text) => ({ headers: { [`X-Shop${text}`]: 'a' } }), [
    'headers',
  ]),
  injected_by_filename: cannot('filename', (filename) => ({ attachments: [{ ...file, filename }] }), [
    'attachments',
  ]),
  injected_by_content_type: cannot(
    'contentType',
    (text) => ({ attachments: [{ ...file, contentType: `text/plain${text}` }] }),
    ['attachments'],
  ),
  injected_by_content_id: cannot('contentId', (contentId) => ({ attachments: [{ ...file, contentId }] }), [
    'inline',
  ]),
  injected_by_tag: cannot('tags', (tag) => ({ tags: [tag] }), ['tags']),
  injected_by_metadata: cannot('metadata', (text) => ({ metadata: { order: text } }), ['metadata']),
  injected_by_reference: cannot('reference', (reference) => ({ reference }), ['metadata']),
  injected_by_envelope: cannot(
    'envelopeFrom',
    (text, scene) => ({ envelopeFrom: `${scene.fixtures.sender}${text}` }),
    ['envelope_from'],
  ),
  injected_by_unsubscribe: cannot(
    'unsubscribe',
    (text) => ({ unsubscribe: { url: `https://shop.example/leave${text}` } }),
    ['headers'],
  ),
  injected_by_half_a_character: {
    title: 'Half of a surrogate pair is no text for a header.',
    async run(scene) {
      await assertRefused(scene, 'subject', { subject: 'Half \ud83d of it' });
    },
  },
});

const file = { filename: 'a.txt', content: new Uint8Array([1]) };

type Traits = NonNullable<NonNullable<EmailRow['needs']>['traits']>;

function cannot(
  field: string,
  change: (text: string, scene: EmailScene) => object,
  traits: Traits = [],
): EmailRow {
  return {
    title: `What is given as ${field} cannot begin a header of its own.`,
    parameters: { change: change.toString() },
    needs: { traits },
    async run(scene) {
      for (const end of breaks) await assertRefused(scene, field, change(`word${end}${payload}`, scene));
    },
  };
}
