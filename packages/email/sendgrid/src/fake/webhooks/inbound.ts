import { toBase64 } from '../account.ts';
import type { InboundMail, InboundOptions } from '../types.ts';

type Attachment = NonNullable<InboundMail['attachments']>[number];

/** https://docs.sendgrid.com/for-developers/parsing-email/setting-up-the-inbound-parse-webhook (2026-11-22) */
export function inboundRequest(mail: InboundMail, options: InboundOptions): Request {
  const { url = 'http://127.0.0.1/inbound/sendgrid', raw = false } = options;
  const form = new FormData();
  const fields = { ...commonFields(mail), ...(raw ? { email: toMime(mail) } : parsedFields(mail)) };
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) form.append(name, value);
  }
  if (!raw) {
    for (const [index, { bytes, type, filename }] of (mail.attachments ?? []).entries()) {
      form.append(`attachment${index + 1}`, new Blob([Uint8Array.from(bytes)], { type }), filename);
    }
  }
  return new Request(url, { method: 'POST', body: form, headers: { 'user-agent': 'SendGrid' } });
}

function commonFields(mail: InboundMail) {
  const { from, to, cc, subject, dkim = '{@example.com : pass}', spf = 'pass', spamScore } = mail;
  const envelope = mail.envelope ?? { to: to.split(',').map(addressOf), from: addressOf(from) };
  const charsets = { to: 'UTF-8', from: 'UTF-8', subject: 'UTF-8', text: 'UTF-8', html: 'UTF-8' };
  return {
    dkim,
    to,
    cc,
    from,
    sender_ip: '192.0.2.20',
    envelope: JSON.stringify({ to: envelope.to, from: envelope.from }),
    subject,
    spam_score: spamScore?.toString(),
    spam_report: spamScore === undefined ? undefined : `Content analysis details: (${spamScore} points)`,
    charsets: JSON.stringify(charsets),
    SPF: spf,
  };
}

function parsedFields(mail: InboundMail) {
  const files = (mail.attachments ?? []).map((file, index) => ({ name: `attachment${index + 1}`, file }));
  const info = files.map(({ name, file: { filename, type, contentId } }) => [
    name,
    { filename, name: filename, type, ...(contentId !== undefined && { 'content-id': contentId }) },
  ]);
  const ids = files.flatMap(({ name, file }) =>
    file.contentId === undefined ? [] : [[file.contentId, name]],
  );
  return {
    headers: `${headerLines(mail).join('\n')}\n`,
    text: mail.text,
    html: mail.html,
    attachments: String(files.length),
    'attachment-info': files.length === 0 ? undefined : JSON.stringify(Object.fromEntries(info)),
    'content-ids': ids.length === 0 ? undefined : JSON.stringify(Object.fromEntries(ids)),
  };
}

function toMime(mail: InboundMail): string {
  const boundary = 'fake-boundary-0001';
  const texts = [
    ...(mail.text === undefined ? [] : [part('text/plain; charset=utf-8', mail.text)]),
    ...(mail.html === undefined ? [] : [part('text/html; charset=utf-8', mail.html)]),
  ];
  const parts = [...texts, ...(mail.attachments ?? []).map(attachmentPart)];
  const kind = mail.attachments === undefined ? 'alternative' : 'mixed';
  return [
    ...headerLines(mail),
    'MIME-Version: 1.0',
    `Content-Type: multipart/${kind}; boundary="${boundary}"`,
    '',
    ...parts.flatMap((lines) => [`--${boundary}`, ...lines]),
    `--${boundary}--`,
    '',
  ].join('\r\n');
}

function part(type: string, text: string): string[] {
  return [`Content-Type: ${type}`, ...encoded(new TextEncoder().encode(text))];
}

function attachmentPart({ type, filename, contentId, bytes }: Attachment): string[] {
  const disposition = contentId === undefined ? 'attachment' : 'inline';
  return [
    `Content-Type: ${type}; name="${filename}"`,
    `Content-Disposition: ${disposition}; filename="${filename}"`,
    ...(contentId === undefined ? [] : [`Content-ID: <${contentId}>`]),
    ...encoded(bytes),
  ];
}

function encoded(bytes: Uint8Array): string[] {
  const lines = toBase64(bytes).match(/.{1,76}/g) ?? [];
  return ['Content-Transfer-Encoding: base64', '', ...lines];
}

function headerLines({ from, to, cc, subject, headers = {} }: InboundMail): string[] {
  const shown = { From: from, To: to, ...(cc !== undefined && { Cc: cc }), Subject: subject, ...headers };
  return Object.entries(shown).map(([name, value]) => `${name}: ${word(value)}`);
}

/** A header can hold ASCII only, so runs of words with anything else are encoded as RFC 2047 says. */
function word(value: string): string {
  return value.replaceAll(
    /\S*[^\s\u0021-\u007e]\S*(\s+\S*[^\s\u0021-\u007e]\S*)*/g,
    (run) => `=?UTF-8?B?${toBase64(new TextEncoder().encode(run))}?=`,
  );
}

function addressOf(mailbox: string): string {
  return /<([^>]*)>/.exec(mailbox)?.[1] ?? mailbox.trim();
}
