import { pageHeaders } from '@patchbay/core/pages';
import type { Outbox } from '../engine/outbox.ts';
import type { MailRecord } from '../engine/records.ts';
import { OutboxError } from '../engine/refusal.ts';

/** An attachment, always as a download: it is never shown, whatever it says that it is. */
export async function attachment(outbox: Outbox, mail: MailRecord, index: number): Promise<Response> {
  const file = mail.attachments[index];
  if (file === undefined) throw new OutboxError('no_such_mail', 'There is no such file.');
  const bytes = await outbox.attachment(mail.id, index);
  return download(bytes, file.filename, 'application/octet-stream');
}

/** The whole mail as a mail program opens it. */
export async function source(outbox: Outbox, mail: MailRecord): Promise<Response> {
  return download(await outbox.source(mail.id), `${mail.id}.eml`, 'message/rfc822');
}

function download(bytes: Uint8Array, name: string, type: string): Response {
  const headers = {
    ...pageHeaders,
    'content-type': type,
    'content-disposition': dispositionOf(name),
    'content-security-policy': "default-src 'none'; sandbox",
  };
  return new Response(new Uint8Array(bytes), { headers });
}

/** RFC 6266: plain ASCII for old programs, and the name as it is. */
function dispositionOf(name: string): string {
  const plain = name.replace(/[^\w .()-]/g, '_');
  const exact = encodeURIComponent(name).replace(/['()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}
