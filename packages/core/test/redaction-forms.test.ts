import { DriverFailure, secret } from '@patchbay/core';
import { secretScan } from '@patchbay/testing/node';
import { cpuTime } from '@patchbay/tooling-presets/cpu-time';
import { array, assert, asyncProperty, constantFrom, integer, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { personalValues, redact, rememberSecret } from '../src/redaction.ts';
import { makePuppet } from './puppet.ts';
import { key } from './support.ts';
import { scripted } from './toy.ts';

const credential = string({ minLength: 8, maxLength: 48, unit: 'grapheme' }).filter(
  (text) => text.trim().length >= 8,
);

/** The ways in which vendors, proxies and SDKs repeat what they were given. */
const echoes: readonly ((value: string) => string)[] = [
  (value) => `Invalid API Key provided: ${value}`,
  (value) => JSON.stringify({ error: { message: `bad key ${value}`, headers: { authorization: value } } }),
  (value) => JSON.stringify(JSON.stringify({ nested: encodeURIComponent(value) })),
  (value) => `GET /v1/charges?${new URLSearchParams({ key: value, expand: 'a b' }).toString()}`,
  (value) => `https://api.example.test/?key=${encodeURIComponent(value)}&x=1`,
  (value) => `Authorization: Basic ${Buffer.from(`${value}:`).toString('base64')}`,
  (value) => `Authorization: Basic ${Buffer.from(`api:${value}`).toString('base64')}`,
  (value) => `Authorization: Basic ${Buffer.from(`user1:${value}!`).toString('base64url')}`,
  (value) => `digest ${Buffer.from(value).toString('hex').toUpperCase()}`,
];

/** What a reader of the text could take the secret from. */
function canRead(text: string, value: string): boolean {
  if (text.includes(value)) return true;
  const words = text.split(/[^A-Za-z0-9+/_=-]+/);
  return words.some(
    (word) => Buffer.from(word, 'base64').includes(value) || Buffer.from(word, 'hex').includes(value),
  );
}

describe('a secret in whatever a vendor says', () => {
  it('can be read in no form from the error, its JSON, its inspection or its stack (property)', async () => {
    await assert(
      asyncProperty(credential, constantFrom(...echoes), async (value, echo) => {
        secret(value);
        const text = echo(value);
        const puppet = makePuppet(
          {
            one: () => Promise.reject(new Error(text)),
            toFailure: () => ({
              code: 'provider_error',
              vendor: { code: text, message: text },
              requestId: text,
            }),
          },
          scripted({}).fetch,
          { policy: { retry: false } },
        );
        const error = await puppet.one({}, key).catch((thrown: unknown) => thrown);
        expect(secretScan(error, [value])).toEqual([]);
        expect(canRead(JSON.stringify(error), value)).toBe(false);
        expect(canRead((error as Error).message, value)).toBe(false);
      }),
    );
  });

  it('is found once, also when it is a part of what stands in its place', () => {
    rememberSecret('[secret');
    expect(redact('one [secret] and [secret')).toBe('one [secret] and [secret]');
  });

  it('breaks no error when it is no well-formed text, or very long', () => {
    rememberSecret('\ud800-lone-surrogate');
    rememberSecret('long-secret-'.repeat(10_000));
    expect(redact('x \ud800-lone-surrogate y')).toBe('x [secret] y');
  });
});

describe('personal data', () => {
  it('is removed from message, code and request id, also as it looks in a URL', async () => {
    const failure = {
      code: 'invalid_request',
      vendor: { code: 'no Ada Lovelace', message: 'GET /people?name=Ada%20Lovelace: who is Ada Lovelace?' },
      requestId: 'req-Ada Lovelace',
    } as const;
    const puppet = makePuppet({ one: () => Promise.reject(new DriverFailure(failure)) }, scripted({}).fetch);
    const error = await puppet.one({ name: 'Ada Lovelace' }, key).catch((thrown: unknown) => thrown);
    expect(secretScan(error, ['Ada Lovelace', 'Ada%20Lovelace'])).toEqual([]);
    expect((error as Error).message).toContain('who is [personal]?');
  });

  it('is looked for in inputs that hold bytes, or themselves', () => {
    const input: Record<string, unknown> = { to: 'ada', file: new Uint8Array(50_000_000) };
    input['self'] = input;
    const spentMs = cpuTime();
    expect(personalValues(input, ['to'])).toContain('ada');
    expect(spentMs()).toBeLessThan(500);
  });

  it('is looked for in inputs that hold something whose fields cannot be read', () => {
    const closed = Object.defineProperty({}, 'isTransaction', {
      enumerable: true,
      get: () => {
        throw new Error('database is not open');
      },
    });
    expect(personalValues({ transaction: closed, to: 'ada' }, ['to'])).toContain('ada');
    expect(personalValues({ to: Object.assign(closed, { name: 'ada' }) }, ['to'])).toContain('ada');
  });

  it('costs linear time to find in hostile text (property)', () => {
    const part = constantFrom('a', 'a@', '@', 'a.', '.', 'é', '%40', 'a@b', 'a@b.');
    assert(
      property(
        array(part, { minLength: 1, maxLength: 3 }),
        integer({ min: 20_000, max: 40_000 }),
        (parts, times) => {
          const hostile = parts.join('').repeat(times);
          expect(cpuMs(() => redact(hostile))).toBeLessThan(2000); // quadratic: minutes
        },
      ),
    );
  });
});

describe('what redaction costs', () => {
  it('is less than 20 ms of work for a text of 2 kB beside 500 secrets', () => {
    for (let count = 0; count < 500; count += 1) rememberSecret(`cost-of-secret-${count}-${'x'.repeat(40)}`);
    const text = 'a plain message of a vendor. '.repeat(70);
    redact(text);
    const rounds = Array.from({ length: 10 }, () => cpuMs(() => redact(text)));
    expect(Math.min(...rounds)).toBeLessThan(20);
  });
});

function cpuMs(work: () => void): number {
  const spentMs = cpuTime();
  work();
  return spentMs();
}
