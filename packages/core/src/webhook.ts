import { DriverFailure } from './failure.ts';

/** A webhook as it came over the wire. `body` is the raw bytes: a parsed body cannot be verified. */
export interface RawWebhook {
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** The public URL it was sent to: some vendors sign it. */
  readonly url: string;
}

/** A `Request` whose body nobody has read, or the raw parts of one. */
export type WebhookInput = Request | RawWebhook;

const longestBytes = 1024 * 1024;

/**
 * Reads the raw bytes of a webhook, once.
 * @throws `DriverFailure` `webhook_rejected`: `body_parsed`, `too_large`.
 */
export async function readWebhook(input: WebhookInput): Promise<RawWebhook> {
  const raw = input instanceof Request ? await readRequest(input) : input;
  if (!(raw.body instanceof Uint8Array)) throw rejected('body_parsed', parsedBody);
  if (raw.body.byteLength > longestBytes)
    throw rejected('too_large', `The body is larger than ${longestBytes} bytes.`);
  return raw;
}

const parsedBody =
  'The body is not raw bytes: a framework parsed it first. Express: express.raw({ type: "*/*" }) on this route. ' +
  'Fastify: a content type parser with parseAs "buffer". Next.js, Hono: hand over the Request itself.';

async function readRequest(request: Request): Promise<RawWebhook> {
  if (request.bodyUsed) throw rejected('body_parsed', parsedBody);
  return { headers: request.headers, body: new Uint8Array(await request.arrayBuffer()), url: request.url };
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
  const matches = await Promise.all(
    secrets.flatMap((secret) => digests.map((digest) => matchesDigest(secret, signed, digest))),
  );
  if (!matches.includes(true))
    throw rejected('signature_invalid', 'The signature matches none of the configured secrets.');
  const offByMs = Math.abs(now - Number(timestamp) * 1000);
  if (offByMs > toleranceMs)
    throw rejected('timestamp_outside_tolerance', `The signed timestamp is ${offByMs} ms off.`);
}

/** The header for a body, as the vendor would send it. `timestamp` is in epoch seconds. */
export async function signWebhook(body: Uint8Array, secret: string, timestamp: number): Promise<string> {
  const digest = await crypto.subtle.sign(
    'HMAC',
    await hmacKey(secret),
    signedBytes(String(timestamp), body),
  );
  return `t=${timestamp},v1=${Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
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

/** WebCrypto compares in constant time. */
async function matchesDigest(secret: string, signed: Bytes, digest: Bytes): Promise<boolean> {
  return crypto.subtle.verify('HMAC', await hmacKey(secret), digest, signed);
}

function hmacKey(secret: string): ReturnType<typeof crypto.subtle.importKey> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return crypto.subtle.importKey('raw', new TextEncoder().encode(secret), algorithm, false, [
    'sign',
    'verify',
  ]);
}
