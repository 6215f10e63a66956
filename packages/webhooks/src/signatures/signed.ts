import { systemClock } from '@patchbay/core';
import { type RawWebhook, rejected } from '@patchbay/core/webhook';
import { type Bytes, decode, type SignatureEncoding, type SignedContent, toBytes } from './bytes.ts';
import { checkFigure, configInvalid } from './config.ts';
import { type SignedEvent, type SourceOptions, toSource, type WebhookSource } from './source.ts';

/** A header's name, or what finds the text in a header of another form (`t=…,v1=…`). */
export type FromHeader = string | ((webhook: RawWebhook) => string | null | undefined);

/** Where the vendor says when it signed. */
export interface SignedTimestamp {
  readonly header: FromHeader;
  /** Epoch seconds, epoch milliseconds, or a date of ISO 8601. Default `s`. */
  readonly unit?: 's' | 'ms' | 'iso';
}

/** What is signed. With a timestamp that is signed too, an old delivery cannot be played again. */
export type Coverage =
  | {
      /** Default: the body alone. */
      readonly signed?: (webhook: RawWebhook) => SignedContent;
      readonly timestamp?: never;
      readonly toleranceMs?: never;
    }
  | {
      /** It has to hold the timestamp: `({ body }, timestamp) => [timestamp, '.', body]`. */
      readonly signed: (webhook: RawWebhook, timestamp: string) => SignedContent;
      readonly timestamp: SignedTimestamp;
      /** How old, or how far ahead, the timestamp may be. Default 300 000 ms. */
      readonly toleranceMs?: number;
    };

/** Where a signature stands, how it is written, and what it covers. */
export type SignatureOptions<E extends SignedEvent> = SourceOptions<E> &
  Coverage & {
    readonly header: FromHeader;
    readonly encoding?: SignatureEncoding;
    /** What stands before the signature in its header, such as `sha256=`. A header without it is refused. */
    readonly prefix?: string;
  };

/** True when one of the keys that are valid now made the signature. */
export type Check = (signature: Bytes, signed: Bytes) => Promise<boolean>;

/** A source whose one signature stands in a header. */
export function signedSource<E extends SignedEvent>(
  scheme: string,
  options: SignatureOptions<E> & { readonly encoding: SignatureEncoding },
  isSigned: Check,
): WebhookSource<E> {
  if (options.timestamp !== undefined && options.signed === undefined) throw unsignedTimestamp(scheme);
  const cover = coverage(scheme, options);
  return toSource(scheme, options, async (webhook) => {
    const { signed, checkTime } = cover(webhook);
    const text = valueOf(options.header, webhook);
    if (!text) throw rejected('signature_missing', 'The signature header is missing.');
    const { prefix = '', encoding } = options;
    const signature = text.startsWith(prefix) ? decode(text.slice(prefix.length), encoding) : undefined;
    if (signature === undefined)
      throw rejected('signature_invalid', 'The signature header has another form.');
    if (!(await isSigned(signature, signed)))
      throw rejected('signature_invalid', 'The signature matches none of the configured keys.');
    checkTime();
  });
}

interface Covered {
  readonly signed: Bytes;
  /** Only after the signature: what is not signed is not worth a look. */
  checkTime(): void;
}

function coverage<E extends SignedEvent>(
  scheme: string,
  { timestamp, signed, toleranceMs = usualToleranceMs, clock = systemClock }: SignatureOptions<E>,
): (webhook: RawWebhook) => Covered {
  checkFigure(scheme, 'toleranceMs', toleranceMs, 0);
  if (timestamp === undefined || signed === undefined) {
    const of = signed ?? (({ body }: RawWebhook) => body);
    return (webhook) => ({ signed: toBytes(of(webhook, '')), checkTime: () => undefined });
  }
  return (webhook) => {
    const text = valueOf(timestamp.header, webhook);
    if (!text) throw rejected('signature_missing', 'The timestamp header is missing.');
    const sentAt = toEpochMs(text, timestamp.unit ?? 's');
    if (sentAt === undefined) throw rejected('signature_invalid', 'The timestamp header has another form.');
    const content = toBytes(signed(webhook, text));
    return {
      signed: content,
      checkTime() {
        const elsewhere = toBytes(signed(webhook, `${text}0`));
        if (isSame(content, elsewhere)) throw unsignedTimestamp(scheme);
        checkAge(sentAt, clock.now(), toleranceMs);
      },
    };
  };
}

function isSame(one: Bytes, other: Bytes): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** How far off a signed timestamp may be. */
export const usualToleranceMs = 300_000;

/** @throws `DriverFailure` `webhook_rejected` `timestamp_outside_tolerance`. Both times in epoch milliseconds. */
export function checkAge(sentAt: number, now: number, toleranceMs: number): void {
  const offByMs = Math.abs(now - sentAt);
  if (!(offByMs <= toleranceMs))
    throw rejected('timestamp_outside_tolerance', `The signed timestamp is ${offByMs} ms off.`);
}

const timeForms = {
  s: /^\d{1,12}$/,
  ms: /^\d{1,15}$/,
  iso: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
};

/** Epoch milliseconds of a timestamp as its header writes it; `undefined` for another form. */
export function toEpochMs(text: string, unit: 's' | 'ms' | 'iso'): number | undefined {
  if (!timeForms[unit].test(text)) return undefined;
  const time = unit === 'iso' ? Date.parse(text) : Number(text) * (unit === 's' ? 1000 : 1);
  return Number.isNaN(time) ? undefined : time;
}

function valueOf(header: FromHeader, webhook: RawWebhook): string | null | undefined {
  return typeof header === 'string' ? webhook.headers.get(header) : header(webhook);
}

/** A timestamp that is not signed keeps no replay out: whoever replays writes a new one. */
function unsignedTimestamp(scheme: string): Error {
  const expected = 'the timestamp among what is signed: ({ body }, timestamp) => [timestamp, ".", body]';
  return configInvalid(scheme, [{ path: 'signed', expected }]);
}
