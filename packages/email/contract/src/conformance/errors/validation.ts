import { cases } from '../define.ts';
import { refuses } from './refused.ts';

const file = { filename: 'a.png', content: new Uint8Array([1]), contentType: 'image/png' };
const [files, headers, tags, metadata] = (['attachments', 'headers', 'tags', 'metadata'] as const).map(
  (trait) => ({
    traits: [trait],
  }),
);

/** What no provider is asked. */
export const validationCases = cases('errors', 'send', {
  no_recipient: refuses('A mail to nobody is refused.', 'to', () => ({ to: [] })),
  no_sender: refuses('A mail from nobody is refused.', 'from', () => ({ from: undefined })),
  malformed_sender: refuses('A sender that is no address is refused.', 'from', () => ({ from: 'Postcards' })),
  malformed_recipient: refuses('A recipient that is no address is refused.', 'to', () => ({ to: 'ada@' })),
  one_malformed_of_many: refuses('One wrong address among right ones is refused.', 'cc', (scene) => ({
    cc: [scene.at('grace'), 'ada example.com'],
  })),
  list_in_one_text: refuses('Two addresses in one text are no address.', 'to', (scene) => ({
    to: `${scene.at('ada')}, ${scene.at('grace')}`,
  })),
  two_of_them_in_parts: refuses('Two addresses in one field of an address are none.', 'to', (scene) => ({
    to: { email: `${scene.at('ada')},${scene.at('grace')}` },
  })),
  group: refuses('A group of addresses is no address.', 'to', (scene) => ({
    to: `team: ${scene.at('ada')};`,
  })),
  malformed_reply_to: refuses('`replyTo` has to be an address.', 'replyTo', () => ({ replyTo: 'the desk' })),
  recipient_twice: refuses(
    'Somebody who is named twice is refused, whatever the case of the domain.',
    'to',
    (scene) => ({
      to: scene.at('ada'),
      bcc: scene.at('ada').replace(/@.*/, (domain) => domain.toUpperCase()),
    }),
  ),
  no_subject: refuses('A mail without a subject is refused.', 'subject', () => ({ subject: undefined })),
  no_body: refuses('A mail without a body is refused.', 'text', () => ({ text: undefined })),
  empty_body: refuses('An empty text is no body.', 'text', () => ({ text: '' })),
  unknown_field: refuses('A field that no mail has is refused, not dropped.', 'textt', () => ({
    textt: 'Hello.',
  })),
  body_beside_a_template: refuses(
    'A template has a body of its own: another beside it is refused.',
    'template',
    () => ({ template: { id: 'welcome' } }),
    { traits: ['templates'] },
  ),
  header_name: refuses(
    'A header’s name has no spaces and no colon.',
    'headers',
    () => ({ headers: { 'X Shop:': 'a' } }),
    headers,
  ),
  header_of_the_message: refuses(
    'A header that a field of the message makes is refused.',
    'headers',
    () => ({ headers: { bcc: 'eve@evil.example' } }),
    headers,
  ),
  header_of_the_body: refuses(
    'A header that says how the body is written is refused.',
    'headers',
    () => ({ headers: { 'Content-Type': 'text/html' } }),
    headers,
  ),
  header_of_the_request: refuses(
    'A header that is a credential of the request is refused.',
    'headers',
    () => ({ headers: { Authorization: 'Bearer mine' } }),
    headers,
  ),
  header_too_long: refuses(
    'A header of more than a line is refused.',
    'headers',
    () => ({ headers: { 'X-Long': 'x'.repeat(996) } }),
    headers,
  ),
  header_twice: refuses(
    'The same header in two spellings is refused.',
    'headers',
    () => ({ headers: { 'X-Shop': 'a', 'x-shop': 'b' } }),
    headers,
  ),
  filename_with_a_path: refuses(
    'A file’s name has no path.',
    'filename',
    () => ({ attachments: [{ ...file, filename: '../../etc/passwd' }] }),
    files,
  ),
  malformed_content_type: refuses(
    'A content type is `type/subtype`.',
    'contentType',
    () => ({ attachments: [{ ...file, contentType: 'png' }] }),
    files,
  ),
  malformed_content_id: refuses(
    'A content id has no spaces and no brackets.',
    'contentId',
    () => ({ attachments: [{ ...file, contentId: '<logo>' }] }),
    files,
  ),
  content_id_twice: refuses(
    'Two files cannot have the same content id.',
    'attachments',
    () => ({
      attachments: [
        { ...file, contentId: 'logo' },
        { ...file, contentId: 'logo' },
      ],
    }),
    files,
  ),
  malformed_base64: refuses(
    'Base64 that is none is refused, not guessed at.',
    'content',
    () => ({ attachments: [{ ...file, content: { base64: 'a-_b*' } }] }),
    files,
  ),
  content_of_another_kind: refuses(
    'A file’s content is bytes, a Blob, base64 or a function; a path is none of them.',
    'content',
    () => ({ attachments: [{ ...file, content: './a.png' }] }),
    files,
  ),
  tag_twice: refuses('A tag is given once.', 'tags', () => ({ tags: ['news', 'news'] }), tags),
  metadata_of_another_kind: refuses(
    'Metadata are texts.',
    'metadata',
    () => ({ metadata: { order: 7 } }),
    metadata,
  ),
  time_of_another_kind: refuses(
    'A time is a valid Date.',
    'sendAt',
    () => ({ sendAt: new Date('tomorrow') }),
    {
      traits: ['schedule'],
    },
  ),
  unsubscribe_without_a_way: refuses(
    '`unsubscribe` names at least one way.',
    'unsubscribe',
    () => ({ unsubscribe: {} }),
    headers,
  ),
  unsubscribe_by_script: refuses(
    'A way to unsubscribe is a page of http or https.',
    'unsubscribe',
    () => ({ unsubscribe: { url: 'javascript:alert(1)' } }),
    headers,
  ),
});
