import { IntegrationError } from '@patchbay/core';
import * as z from 'zod';
import type { WebhookEvent } from './event.ts';

/**
 * Events as JSON. A date is `{"$date": …}`; an object that could be taken for one of these forms is in
 * `{"$object": …}`. Whoever changes this counts the version up, and goes on reading the old ones.
 */
const version = 1;

const limitBytes = 240 * 1024; // of the 256 KiB of a record and of a job: the rest is what they say of it
const mostLevels = 64;

type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };

/** How an event is written down. */
export interface EncodeOptions {
  /** Whether the vendor's own event is kept with it. Default: true. */
  readonly keepsRaw?: boolean;
}

/**
 * An event as JSON, with the vendor's `raw`; without `raw` where that cannot be written or makes it too large.
 * @throws `IntegrationError` `payload_too_large`, `invalid_request` for an event that cannot be written down.
 */
export function encodeEvent(event: WebhookEvent, { keepsRaw = true }: EncodeOptions = {}): string {
  const { raw, ...fields } = event;
  const plain = toPlain(fields, 0);
  if (plain === undefined) throw unwritable('invalid_request', 'It has a part that JSON cannot hold.');
  const hidden = keepsRaw ? toPlain(raw, 0) : undefined;
  const whole = JSON.stringify({
    codec: version,
    event: plain,
    ...(hidden !== undefined && { raw: hidden }),
  });
  if (fits(whole)) return whole;
  const bare = JSON.stringify({ codec: version, event: plain });
  if (fits(bare)) return bare;
  throw unwritable('payload_too_large', `It has more than ${limitBytes} octets.`);
}

/** Within a record it is a text in a text. */
function fits(text: string): boolean {
  return new TextEncoder().encode(JSON.stringify(text)).byteLength <= limitBytes;
}

function unwritable(code: 'invalid_request' | 'payload_too_large', why: string): IntegrationError {
  const message = `An event cannot be kept, so it was not accepted. ${why}`;
  return new IntegrationError({ code, message, outcome: 'not_applied', category: 'webhooks' });
}

/** `undefined` for what cannot be written, and for what holds such a thing. */
function toPlain(value: unknown, level: number): Plain | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'object' || level >= mostLevels) return undefined;
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? undefined : { $date: value.toISOString() };
  if (Array.isArray(value)) return toPlainList(value, level);
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? toPlainObject(value, level) : undefined;
}

function toPlainList(list: readonly unknown[], level: number): Plain | undefined {
  const members = Array.from(list, (member) => toPlain(member, level + 1));
  return members.includes(undefined) ? undefined : members.filter((member) => member !== undefined);
}

/** A field that is `undefined` is as good as absent. */
function toPlainObject(value: object, level: number): Plain | undefined {
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  const plain: [string, Plain][] = [];
  for (const [name, field] of fields) {
    const member = toPlain(field, level + 1);
    if (member === undefined) return undefined;
    plain.push([name, member]);
  }
  const object = Object.fromEntries(plain);
  return tagOf(object) === undefined ? object : { $object: object };
}

/** The name of an object's only field, if it begins with `$`. */
function tagOf(value: object): string | undefined {
  const [name, ...others] = Object.keys(value);
  return name?.startsWith('$') && others.length === 0 ? name : undefined;
}

const envelope = z.object({ codec: z.unknown(), event: z.unknown().optional(), raw: z.unknown().optional() });
const eventForm = z.looseObject({
  dedupeKey: z.string(),
  type: z.string(),
  occurredAt: z.date(),
  objectId: z.string().exactOptional(),
});

/**
 * An event as it was, `raw` hidden again. Nothing in the text is ever run.
 * @throws `IntegrationError` `unsupported` for what another version has written, `invalid_response` for what none has.
 */
export function decodeEvent(text: string): WebhookEvent {
  const found = envelope.safeParse(parse(text));
  if (!found.success) throw unreadable('invalid_response', 'It is no event.');
  const { codec, event: plain, raw } = found.data;
  if (codec !== version) throw unreadable('unsupported', otherVersion(codec));
  const event = fromPlain(plain);
  if (!isEvent(event)) throw unreadable('invalid_response', 'It lacks what every event has.');
  return Object.defineProperty(event, 'raw', { value: fromPlain(raw), enumerable: false });
}

function isEvent(value: unknown): value is WebhookEvent {
  return eventForm.safeParse(value).success;
}

function otherVersion(codec: unknown): string {
  return `It has version ${typeof codec === 'number' ? codec : 'unknown'}, and this one reads ${version}: install the same version of @patchbay/webhooks everywhere.`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fromPlain(plain: unknown): unknown {
  if (Array.isArray(plain)) return plain.map(fromPlain);
  if (typeof plain !== 'object' || plain === null) return plain;
  const tag = tagOf(plain);
  if (tag === undefined) return fieldsOf(plain);
  const content: unknown = Reflect.get(plain, tag);
  if (tag === '$date' && typeof content === 'string') return new Date(content);
  if (tag === '$object' && typeof content === 'object' && content !== null) return fieldsOf(content);
  throw unreadable('unsupported', `It has a part of another version (${tag}).`);
}

/** Also a field named `__proto__` is one like all others. */
function fieldsOf(plain: object): object {
  return Object.fromEntries(Object.entries(plain).map(([name, field]) => [name, fromPlain(field)]));
}

function unreadable(code: 'invalid_response' | 'unsupported', why: string): IntegrationError {
  const message = `An event that was kept cannot be read. ${why}`;
  return new IntegrationError({ code, message, outcome: 'not_applied', category: 'webhooks' });
}
