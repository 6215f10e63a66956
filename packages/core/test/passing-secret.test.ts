import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { redact } from '../src/redaction.ts';
import { Secret, secret } from '../src/secret.ts';

const token = (number: number): string => `passing-token-${number}-of-somebody`;

describe('a secret that comes and goes', () => {
  it('prints nowhere, and is found in what others print', () => {
    const passing = Secret.passing(token(0));
    expect(passing.toString() + JSON.stringify(passing) + inspect(passing)).not.toContain(token(0));
    expect(redact(`Bearer ${token(0)} was refused`)).toBe('Bearer [secret] was refused');
    expect(redact(Buffer.from(token(0)).toString('hex'))).toBe('[secret]');
    expect(passing.reveal()).toBe(token(0));
  });

  it('is forgotten after 256 later ones, so that a long life does not fill the memory', () => {
    for (let number = 1; number <= 257; number += 1) Secret.passing(token(number));
    expect(redact(token(1))).toBe(token(1));
    expect(redact(token(2))).toBe('[secret]');
    expect(redact(token(257))).toBe('[secret]');
  });

  it('stays while it is used', () => {
    Secret.passing(token(1000));
    for (let number = 2000; number < 2600; number += 1) {
      Secret.passing(token(number));
      if (number % 200 === 0) Secret.passing(token(1000));
    }
    expect(redact(token(1000))).toBe('[secret]');
  });

  it('is no ground to forget one that lasts', () => {
    secret('lasting-secret-of-a-vendor');
    Secret.passing('lasting-secret-of-a-vendor');
    for (let number = 3000; number < 3300; number += 1) Secret.passing(token(number));
    expect(redact('lasting-secret-of-a-vendor')).toBe('[secret]');
  });

  it('is never blank', () => {
    expect(() => Secret.passing('  ')).toThrow(TypeError);
  });
});
