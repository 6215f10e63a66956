import { inspect } from 'node:util';
import { type Schema, Secret, secret } from '@patchbay/core';
import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOptions } from '../src/options.ts';
import { redact, rememberSecret } from '../src/redaction.ts';

/** The same module again: a second copy of core in one process. */
const secondCopy: string = '../src/secret.ts?second-copy';

const unusual = string({ minLength: 8, maxLength: 60, unit: 'grapheme' }).filter(
  (text) => text.trim().length >= 8,
);

describe('redact', () => {
  it('removes any secret in plain, URL-encoded, base64 and hex form (property)', () => {
    assert(
      property(unusual, (value) => {
        rememberSecret(value);
        const forms = [
          value,
          encodeURIComponent(value),
          Buffer.from(value).toString('base64'),
          Buffer.from(value).toString('hex'),
        ];
        for (const form of forms) expect(redact(`before ${form} after`)).not.toContain(form);
      }),
    );
  });

  it('replaces a secret that contains another one whole', () => {
    rememberSecret('abcdef');
    rememberSecret('abcdef-longer');
    expect(redact('x abcdef-longer y')).toBe('x [secret] y');
  });

  it('removes a private key of several lines where it stands in JSON', () => {
    rememberSecret('-----BEGIN KEY-----\nMIIEvQ "quoted"\n-----END KEY-----');
    const text = JSON.stringify({ key: '-----BEGIN KEY-----\nMIIEvQ "quoted"\n-----END KEY-----' });
    expect(redact(text)).toBe('{"key":"[secret]"}');
  });

  it('removes e-mail addresses that nobody announced', () => {
    expect(redact('No customer ada.lovelace+1@mail.example.test, sorry')).toBe(
      'No customer [personal], sorry',
    );
  });
});

describe('Secret', () => {
  it('never prints', () => {
    const held = secret('correct-horse-battery');
    expect([String(held), JSON.stringify({ held }), inspect({ held })].join()).not.toContain('horse');
    expect(held.reveal()).toBe('correct-horse-battery');
  });

  it('is opened for an adapter also when it comes from another copy of core', async () => {
    const copy = (await import(secondCopy)) as { secret: typeof secret };
    const foreign = copy.secret('sesame-open-sesame');
    expect(foreign).not.toBeInstanceOf(Secret);
    const given: unknown[] = [];
    const schema: Schema<object> = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: (value) => ({ value: { seen: given.push(value) } }),
      },
    };
    parseOptions(schema, { apiKey: foreign }, 'toy-acme');
    expect(given).toEqual([{ apiKey: 'sesame-open-sesame' }]);
  });

  it('refuses to be blank: a blank secret verifies nothing', () => {
    expect(() => new Secret('  ')).toThrow(TypeError);
  });
});
