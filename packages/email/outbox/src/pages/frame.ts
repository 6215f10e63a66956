import { pageHeaders } from '@patchbay/core/pages';
import { toBase64 } from '@patchbay/email';
import type { Outbox } from '../engine/outbox.ts';
import type { MailFile, MailRecord } from '../engine/records.ts';

/**
 * Whatever the mail holds, and even when its address is opened on its own: no scripts, no forms, no frames, nothing
 * loaded from elsewhere, and no origin. A link opens in a new tab.
 */
const framePolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ');

/** The HTML of a mail as it was written; images that came with it are put in their place. */
export async function frame(outbox: Outbox, mail: MailRecord): Promise<Response> {
  const images = new Map<string, string>();
  for (const [index, file] of mail.attachments.entries()) {
    const { contentId } = file;
    if (contentId !== undefined && isImage(file))
      images.set(contentId, toUrl(file, await outbox.attachment(mail.id, index)));
  }
  const shown = (mail.html ?? '').replace(/cid:([^\s"'<>)]+)/gi, (found, name: string) => {
    return images.get(name) ?? images.get(decoded(name)) ?? found;
  });
  const headers = {
    ...pageHeaders,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': framePolicy,
    'x-dns-prefetch-control': 'off',
  };
  return new Response(`<!doctype html><base target="_blank">\n${shown}`, { headers });
}

function isImage({ contentType }: MailFile): boolean {
  return /^image\/[\w.+-]+$/i.test(contentType);
}

function toUrl({ contentType }: MailFile, bytes: Uint8Array): string {
  return `data:${contentType};base64,${toBase64(bytes)}`;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
