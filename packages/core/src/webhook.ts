import { DriverFailure } from './failure.ts';
import { toHex } from './redaction.ts';

/** A webhook as it came over the wire. `body` is the raw bytes: a parsed body cannot be verified. */
export interface RawWebhook {
  readonly headers: Headers;
  /** The bytes as they came: a body that was parsed and written again has another signature. */
  readonly body: Uint8Array;
  /** The public URL it was sent to: some vendors sign it. */
  readonly url: string;
}

/** A `Request` whose body nobody has read, or the raw parts of one. */
export type WebhookInput = Request | RawWebhook;

const megabyte = 1024 * 1024;

/**
 * Reads the raw bytes of a webhook, once: at most 1 MiB, or what the caller allows.
 * @throws `DriverFailure` `webhook_rejected`: `body_parsed`, `too_large`.
 */
export async function readWebhook(input: WebhookInput, limitBytes: number = megabyte): Promise<RawWebhook> {
  const raw = isRequest(input) ? await readRequest(input, limitBytes) : input;
  if (!(raw.body instanceof Uint8Array)) throw rejected('body_parsed', parsedBody);
  if (raw.body.byteLength > limitBytes) throw tooLarge(limitBytes);
  return raw;
}

/** Not by its class: frameworks put their own into the place of the platform's. */
function isRequest(input: WebhookInput): input is Request {
  return typeof input === 'object' && 'bodyUsed' in input;
}

const parsedBody =
  'The body is not raw bytes: a framework parsed it first. Express: express.raw({ type: "*/*" }) on this route. ' +
  'Fastify: a content type parser with parseAs "buffer". Next.js, Hono: hand over the Request itself.';

async function readRequest(request: Request, limitBytes: number): Promise<RawWebhook> {
  const { headers, url, body, bodyUsed } = request;
  if (bodyUsed || body?.locked) throw rejected('body_parsed', parsedBody);
  return { headers, body: body === null ? new Uint8Array() : await readBytes(body, limitBytes), url };
}

/** Stops at the limit: a stranger must not fill the memory. */
async function readBytes(stream: ReadableStream<Bytes>, limitBytes: number): Promise<Bytes> {
  const chunks: Bytes[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.byteLength;
    if (length > limitBytes) throw tooLarge(limitBytes);
    chunks.push(chunk);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function tooLarge(limitBytes: number): DriverFailure {
  return rejected('too_large', `The body is larger than ${limitBytes} bytes.`);
}

/** The error of a webhook that must not be trusted. */
export function rejected(reason: string, message: string): DriverFailure {
  return new DriverFailure({ code: 'webhook_rejected', reason, message });
}

/** What a timestamped HMAC signature is checked against. */
export interface SignatureCheck {
  /** `t=<epoch seconds>,v1=<hex>[,v1=<hex>]` */
  readonly header: string | null;
  readonly body: Uint8Array;
  /** All secrets that are valid now: several while one is rotated. */
  readonly secrets: readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
  /** How old or how far ahead the signed timestamp may be. Default 300 000 ms. */
  readonly toleranceMs?: number;
}

/**
 * Verifies an HMAC-SHA256 over `<timestamp>.<body>` in constant time, with every secret that is valid now.
 * @throws `DriverFailure` `webhook_rejected`: `signature_missing`, `signature_invalid`, `timestamp_outside_tolerance`.
 */
export async function verifySignature(check: SignatureCheck): Promise<void> {
  const { header, body, secrets, now, toleranceMs = 300_000 } = check;
  if (header === null || header === '')
    throw rejected('signature_missing', 'The signature header is missing.');
  const { timestamp, digests } = parseSignature(header);
  if (timestamp === undefined || digests.length === 0)
    throw rejected('signature_invalid', 'The signature header has another form.');
  const signed = signedBytes(timestamp, body);
  // One digest per secret, however many the header claims: a stranger must not choose how much we compute.
  const expected = await Promise.all(secrets.filter(Boolean).map((secret) => digestOf(secret, signed)));
  if (!expected.some((own) => digests.some((digest) => areEqual(own, digest))))
    throw rejected('signature_invalid', 'The signature matches none of the configured secrets.');
  const offByMs = Math.abs(now - Number(timestamp) * 1000);
  if (!(offByMs <= toleranceMs))
    throw rejected('timestamp_outside_tolerance', `The signed timestamp is ${offByMs} ms off.`);
}

/** The header for a body, as the vendor would send it. `timestamp` is in epoch seconds. */
export async function signWebhook(body: Uint8Array, secret: string, timestamp: number): Promise<string> {
  const digest = await digestOf(secret, signedBytes(String(timestamp), body));
  return `t=${timestamp},v1=${toHex(digest)}`;
}

function parseSignature(header: string): {
  readonly timestamp: string | undefined;
  readonly digests: readonly Bytes[];
} {
  const parts = header.split(',').map((part) => part.trim().split('='));
  const valueOf = (name: string): readonly string[] =>
    parts.flatMap(([key, value = '']) => (key === name ? [value] : []));
  const [timestamp] = valueOf('t').filter((text) => /^\d{1,12}$/.test(text));
  return {
    timestamp,
    digests: valueOf('v1').flatMap((text) => (/^[0-9a-f]{64}$/.test(text) ? [fromHex(text)] : [])),
  };
}

type Bytes = Uint8Array<ArrayBuffer>;

function fromHex(text: string): Bytes {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function signedBytes(timestamp: string, body: Uint8Array): Bytes {
  const prefix = new TextEncoder().encode(`${timestamp}.`);
  const bytes = new Uint8Array(prefix.length + body.length);
  bytes.set(prefix);
  bytes.set(body, prefix.length);
  return bytes;
}

async function digestOf(secret: string, signed: Bytes): Promise<Uint8Array> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), algorithm, false, [
    'sign',
  ]);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, signed));
}

/** In constant time: it looks at every byte, wherever the first difference is. */
function areEqual(own: Uint8Array, claimed: Uint8Array): boolean {
  let difference = own.length ^ claimed.length;
  for (const [index, byte] of own.entries()) difference |= byte ^ (claimed[index] ?? 0);
  return difference === 0;
}
