import { DriverFailure, reveal, withRaw } from '@patchbay/core';
import { type RawWebhook, rejected } from '@patchbay/core/webhook';
import type { EmailParts, InboundMail } from '@patchbay/email';
import * as z from 'zod';
import type { SendgridEmailOptions } from '../options.ts';
import { decodeText, readAddresses, readHeaders } from './header-text.ts';
import { type FormPart, splitForm } from './multipart.ts';

/**
 * Inbound Parse: https://docs.sendgrid.com/for-developers/parsing-email/setting-up-the-inbound-parse-webhook
 * (2026-11-22). Its requests are not signed: the password in the URL is what tells them from a stranger's.
 */
export function inbound({ inboundPassword }: SendgridEmailOptions): NonNullable<EmailParts['inbound']> {
  const password = inboundPassword === undefined ? undefined : reveal(inboundPassword);
  return {
    async read({ headers, body }: RawWebhook): Promise<InboundMail> {
      if (password === undefined) throw noPassword();
      await checkPassword(headers.get('authorization'), password);
      const parts = splitForm(body, headers.get('content-type') ?? '');
      if (parts === undefined) throw rejected('payload_malformed', 'The body is no multipart form.');
      return fromForm(parts);
    },
  };
}

/** Basic authentication, whatever the user's name. */
async function checkPassword(authorization: string | null, password: string): Promise<void> {
  if (authorization === null) throw rejected('signature_missing', 'The request brings no password.');
  const [, encoded = ''] = /^Basic ([A-Za-z0-9+/]+={0,2})$/i.exec(authorization) ?? [];
  const given = decodeBasic(encoded);
  const [claimed, own] = await Promise.all([
    digestOf(given.slice(given.indexOf(':') + 1)),
    digestOf(password),
  ]);
  if (own !== claimed) throw rejected('signature_invalid', 'The request brings another password.');
}

function decodeBasic(encoded: string): string {
  try {
    return decodeText(
      Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0)),
      'utf-8',
    );
  } catch {
    return '';
  }
}

/** Digests may be compared byte by byte: how far they agree tells nothing of the password. */
async function digestOf(text: string): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).join();
}

const charsetsSchema = z.record(z.string(), z.string());
const envelopeSchema = z.object({ from: z.string(), to: z.array(z.string()) });
const infoSchema = z.record(
  z.string(),
  z.looseObject({
    filename: z.string().optional(),
    type: z.string().optional(),
    'content-id': z.string().optional(),
  }),
);

function fromForm(parts: readonly FormPart[]): InboundMail {
  const fields = toFields(parts);
  const { headers, from, to = '', cc = '', subject = '', text, html } = fields;
  if (headers === undefined || from === undefined) throw rejected('payload_malformed', notParsed);
  const shown = readHeaders(headers);
  const [sender] = readAddresses(from);
  const envelope = readJson(envelopeSchema, fields['envelope']);
  const messageId = shown.find(({ name }) => /^message-id$/i.test(name))?.value.replace(/^<|>$/g, '');
  const mail = {
    ...(messageId !== undefined && { rfcMessageId: messageId }),
    provider: 'sendgrid',
    ...(sender !== undefined && { from: sender }),
    to: readAddresses(to),
    cc: readAddresses(cc),
    subject,
    ...(text !== undefined && { text }),
    ...(html !== undefined && { html }),
    ...(envelope !== undefined && { envelope }),
    headers: shown,
    attachments: toAttachments(parts, fields['attachment-info']),
    verdicts: toVerdicts(fields),
  };
  return withRaw(mail, fields);
}

const notParsed =
  'The form has no parsed mail: switch “POST the raw, full MIME message” off for the host in Settings > Inbound Parse.';

type Fields = Readonly<Record<string, string>>;

/** The texts of the form, each in the charset that the form says it is in. */
function toFields(parts: readonly FormPart[]): Fields {
  const texts = parts.filter(({ filename }) => filename === undefined);
  const named = texts.find(({ name }) => name === 'charsets');
  const charsets = readJson(charsetsSchema, named && decodeText(named.bytes, 'utf-8')) ?? {};
  return Object.fromEntries(texts.map(({ name, bytes }) => [name, decodeText(bytes, charsets[name])]));
}

function toAttachments(parts: readonly FormPart[], info: string | undefined): InboundMail['attachments'] {
  const described = readJson(infoSchema, info) ?? {};
  return parts.flatMap(({ name, filename, contentType, bytes }) => {
    if (filename === undefined) return [];
    const { filename: own = filename, type = contentType, 'content-id': id } = described[name] ?? {};
    const contentId = id?.replace(/^<|>$/g, '');
    const file = { filename: own, contentType: type ?? 'application/octet-stream', bytes: bytes.slice() };
    return [{ ...file, ...(contentId !== undefined && { contentId }) }];
  });
}

/** `{@example.com : pass}`: one verdict per signature, of which the worst counts. */
function toVerdicts({ SPF: spf, dkim, spam_score: spam }: Fields): InboundMail['verdicts'] {
  const found = [...(dkim ?? '').matchAll(/: *(\w+)/g)].map(([, verdict = '']) => verdict);
  const worst = found.find((verdict) => verdict !== 'pass') ?? found[0] ?? dkim;
  return {
    ...(spf !== undefined && { spf }),
    ...(worst !== undefined && { dkim: worst }),
    ...(spam !== undefined && { spam }),
  };
}

function readJson<T>(schema: z.ZodType<T>, text: string | undefined): T | undefined {
  try {
    const result = schema.safeParse(JSON.parse(text ?? ''));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}

function noPassword(): DriverFailure {
  const message =
    'inboundPassword is not set: choose one, and put it into the URL in Settings > Inbound Parse > the host.';
  return new DriverFailure({ code: 'config_invalid', message });
}
