import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Attachment } from '../attachment.ts';

/**
 * An attachment that is read from a file when the mail is sent. Its name is the file's, unless another is given.
 * @example
 * await email.send({ …, attachments: [fileAttachment('invoices/1007.pdf', { contentType: 'application/pdf' })] });
 */
export function fileAttachment(
  path: string | URL,
  fields: Partial<Omit<Attachment, 'content'>> = {},
): Attachment {
  const file = typeof path === 'string' ? path : fileURLToPath(path);
  return { filename: basename(file), ...fields, content: () => createReadStream(file) };
}
