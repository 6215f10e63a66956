import { IntegrationError } from '@patchbay/core';
import type { EmailEvent } from '@patchbay/email';
import type { PaymentEvent } from '@patchbay/payments';
import { decodeEvent, encodeEvent, type WebhookEvent } from '@patchbay/webhooks';
import {
  type Arbitrary,
  dictionary as anyDictionary,
  anything,
  array,
  assert,
  boolean,
  constant,
  constantFrom,
  date,
  jsonValue,
  oneof,
  property,
  record,
  string,
} from 'fast-check';
import { describe, expect, it } from 'vitest';

const text = oneof(
  string({ unit: 'grapheme' }),
  string({ unit: 'binary' }),
  constantFrom('$date', '__proto__'),
);
// JSON makes ordinary objects.
const plain = { noNullPrototype: true } as const;
const dictionary = <T>(key: Arbitrary<string>, value: Arbitrary<T>) => anyDictionary(key, value, plain);
const day = date({ noInvalidDate: true });

const always = {
  id: text,
  dedupeKey: text,
  vendorType: text,
  provider: text,
  occurredAt: day,
  raw: jsonValue(),
};
const money = record({ minor: constantFrom(0, 1200), currency: constantFrom('EUR', 'JPY') }, plain);
const payment = record(
  {
    id: text,
    amount: money,
    createdAt: day,
    metadata: dictionary(text, text),
    vendorKey: text,
  },
  plain,
);

const paymentEvent: Arbitrary<Omit<PaymentEvent, 'subject'> & { readonly subject: unknown }> = record(
  {
    ...always,
    type: constantFrom<PaymentEvent['type'][]>('payment.captured', 'refund.failed', 'unhandled'),
    live: boolean(),
    subject: oneof(
      record({ kind: constant('payment'), id: text, object: payment }, plain),
      record({ kind: constant('refund'), id: text, paymentId: text, object: payment }, plain),
      record(
        { kind: constant('invoice'), id: text, subscriptionId: text },
        { ...plain, requiredKeys: ['kind', 'id'] },
      ),
      record({ kind: constantFrom('customer', 'method', 'setup', 'other'), id: text }, plain),
    ),
    objectId: text,
    reference: text,
  },
  {
    ...plain,
    requiredKeys: [
      'id',
      'dedupeKey',
      'type',
      'vendorType',
      'provider',
      'occurredAt',
      'live',
      'subject',
      'raw',
    ],
  },
);

const emailEvent: Arbitrary<EmailEvent> = record(
  {
    ...always,
    type: constantFrom<EmailEvent['type'][]>('message.bounced', 'message.clicked', 'unhandled'),
    metadata: dictionary(text, text),
    tags: array(text),
    messageId: text,
    objectId: text,
    recipient: text,
    bounce: record(
      { kind: constantFrom<['hard', 'soft']>('hard', 'soft'), status: text, detail: text },
      plain,
    ),
    url: text,
    machine: boolean(),
  },
  {
    ...plain,
    requiredKeys: [
      'id',
      'dedupeKey',
      'type',
      'vendorType',
      'provider',
      'occurredAt',
      'metadata',
      'tags',
      'raw',
    ],
  },
);

const authEvent: Arbitrary<WebhookEvent> = record(
  {
    ...always,
    type: constantFrom('user.created', 'session.ended'),
    userId: text,
    sessionId: text,
    objectId: text,
  },
  { ...plain, requiredKeys: ['id', 'dedupeKey', 'type', 'vendorType', 'provider', 'occurredAt', 'raw'] },
);

/** As adapters make events: the vendor's own is hidden. */
function hidden<E extends WebhookEvent>(event: E): E {
  return Object.defineProperty({ ...event }, 'raw', { enumerable: false });
}

const base: WebhookEvent = { dedupeKey: 'evt_1', type: 'it.happened', occurredAt: new Date(0) };

describe('an event that is written down and read again', () => {
  it.each<[string, Arbitrary<WebhookEvent>]>([
    ['payments', paymentEvent],
    ['email', emailEvent],
    ['auth', authEvent],
  ])('is the same: %s', (_name, events) => {
    assert(
      property(events, (shown) => {
        const event = hidden(shown);
        const read = decodeEvent(encodeEvent(event));
        expect(read).toStrictEqual(event);
        // JSON has one zero only.
        expect(JSON.stringify(read.raw)).toBe(JSON.stringify(event.raw));
        expect(Object.keys(read)).not.toContain('raw');
      }),
    );
  });

  it('keeps names that look like our own marks, and dates within', () => {
    const tricky = {
      ...base,
      a: { $date: 'today' },
      b: { $object: { $date: 1 } },
      c: [{ $other: [new Date(5)] }],
    };
    expect(decodeEvent(encodeEvent(tricky))).toEqual(tricky);
  });

  it('keeps a field named __proto__ a field', () => {
    const raw: unknown = JSON.parse('{"__proto__": {"isAdmin": true}}');
    const read = decodeEvent(encodeEvent({ ...base, raw }));
    expect(JSON.stringify(read.raw)).toBe('{"__proto__":{"isAdmin":true}}');
    expect(Reflect.get(Object(read.raw), 'isAdmin')).toBeUndefined();
  });

  it('leaves out what the vendor said where that cannot be written, is too deep or too large', () => {
    const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
    for (const raw of [
      () => 1,
      1n,
      Number.NaN,
      new Map(),
      { at: new Date(Number.NaN) },
      deep,
      'x'.repeat(250_000),
    ])
      expect(decodeEvent(encodeEvent({ ...base, raw }))).toEqual(base);
  });

  it('leaves out what the vendor said where the source wants it so', () => {
    expect(encodeEvent({ ...base, raw: { card: '4242' } }, { keepsRaw: false })).not.toContain('4242');
  });

  it('is refused where it would be another one', () => {
    for (const part of [() => 1, 1n, Number.NaN, new Map(), Symbol('x'), new Date(Number.NaN), [undefined]])
      expect(() => encodeEvent(Object.assign({}, base, { part }))).toThrow(
        expect.objectContaining({ code: 'invalid_request' }),
      );
    const large = Object.assign({}, base, { part: 'x'.repeat(250_000) });
    expect(() => encodeEvent(large)).toThrow(expect.objectContaining({ code: 'payload_too_large' }));
  });
});

describe('what is no event of this version', () => {
  it.each([
    ['{"codec":2,"event":{}}', 'unsupported'],
    ['{"codec":"1","event":{}}', 'unsupported'],
    ['{"codec":1,"event":{"occurredAt":{"$bigint":"1"}}}', 'unsupported'],
    ['{"codec":1,"event":{"dedupeKey":"a","type":"b","occurredAt":"2026-01-01"}}', 'invalid_response'],
    ['{"codec":1,"event":null}', 'invalid_response'],
    ['{"codec":1}', 'invalid_response'],
    ['null', 'invalid_response'],
    ['not JSON', 'invalid_response'],
    ['', 'invalid_response'],
  ])('is refused: %s', (written, code) => {
    expect(() => decodeEvent(written)).toThrow(expect.objectContaining({ code, category: 'webhooks' }));
  });

  it('says which version wrote it and what to do', () => {
    expect(() => decodeEvent('{"codec":2,"event":{}}')).toThrow(/version 2, and this one reads 1.*install/);
  });

  it('is refused by an error of ours, whatever it is', () => {
    const written = oneof(
      string(),
      jsonValue().map((value) => JSON.stringify({ codec: 1, event: value })),
    );
    assert(property(written, (text) => thrownBy(() => decodeEvent(text)) === 'webhooks'));
  });

  it('can be written by nobody: either an event is read as it was, or it is not written', () => {
    const parts = anything({ withDate: true, withBigInt: true, withMap: true, withTypedArray: true });
    assert(
      property(parts, (part) => {
        const event = { ...base, part };
        if (thrownBy(() => encodeEvent(event)) === 'webhooks') return true;
        return JSON.stringify(decodeEvent(encodeEvent(event))) === JSON.stringify(event);
      }),
    );
  });
});

/** The category of an error of ours; nothing where nothing is thrown. */
function thrownBy(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (IntegrationError.is(error)) return error.category;
    throw error;
  }
}
