import type { EmailDriver } from '../broken.ts';
import type { AttachmentJson } from '../mail-json.ts';
import { mails } from '../wire.ts';

/** Defects in the files that are sent. */
export const fileDrivers: readonly EmailDriver[] = [
  changes('files-through-text', 'reads files as if they were text', 'attachment_of_bytes', (file) => {
    file.content = btoa(atob(file.content).replace(/[\u0080-\u00ff]/g, '?'));
  }),
  changes('line-ends-of-files', 'changes line ends in files', 'attachment_of_a_blob', (file) => {
    file.content = btoa(atob(file.content).replace(/\n/g, '\r\n'));
  }),
  changes('last-bytes-lost', 'loses the last bytes of a file', 'attachment_of_a_stream', (file) => {
    file.content = btoa(atob(file.content).slice(0, -1) || '-');
  }),
  changes('first-chunk-only', 'sends the first chunk of a stream', 'attachment_of_an_iterable', (file) => {
    file.content = btoa(atob(file.content).slice(0, 9973));
  }),
  changes('base64-twice', 'encodes base64 once more', 'attachment_of_base64', (file) => {
    file.content = btoa(file.content);
  }),
  changes('whole-buffer', 'sends what lies around a view', 'attachment_of_part_of_a_buffer', (file) => {
    file.content = btoa(`${'\u0007'.repeat(10)}${atob(file.content)}${'\u0007'.repeat(10)}`);
  }),
  changes('types-guessed', 'makes up a file’s type', 'attachment_names_and_types', (file) => {
    file.type = 'text/plain';
  }),
  changes('filename-in-ascii', 'writes a file’s name in ASCII', 'attachment_names_and_types', (file) => {
    file.filename = file.filename?.replace(/=\?\S*\?=|[^ -~]/g, '_') ?? '';
  }),
  changes('nothing-is-inline', 'attaches what should be inside', 'inline_image', (file) => {
    file.disposition = 'attachment';
    delete file.content_id;
  }),
];

function changes(
  id: string,
  what: string,
  behaviour: string,
  change: (file: AttachmentJson) => void,
): EmailDriver {
  const planted = mails((mail) => mail.attachments?.forEach(change));
  return { id, what, caughtBy: `contract.send.${behaviour}`, on: 'sendgrid', defect: { planted } };
}
