import { inspect } from 'node:util';
import { IntegrationError, secret, toProblem, unwrap } from '@patchbay/core';
import { secretScan } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { call, key, vendorError } from './support.ts';
import { makeToy, scripted } from './toy.ts';

/** The same module again: a second copy of core in one process. */
const secondCopy: string = '../src/error.ts?second-copy';

const details = {
  code: 'rate_limited',
  outcome: 'not_applied',
  message: 'Slow down.',
  retryAfterMs: 2000,
} as const;

describe('IntegrationError', () => {
  it('is recognised by code and reason, also from another copy of core', async () => {
    const copy = (await import(secondCopy)) as {
      IntegrationError: typeof IntegrationError;
    };
    const foreign = new copy.IntegrationError({ ...details, reason: 'burst' });
    expect(copy.IntegrationError).not.toBe(IntegrationError);
    expect(foreign).not.toBeInstanceOf(IntegrationError);
    expect(IntegrationError.is(foreign)).toBe(true);
    expect(IntegrationError.is(foreign, 'rate_limited', 'burst')).toBe(true);
    expect(IntegrationError.is(foreign, 'rate_limited', 'other')).toBe(false);
    expect(IntegrationError.is(foreign, 'timeout')).toBe(false);
    expect(IntegrationError.is(new Error('no'))).toBe(false);
    expect(IntegrationError.is(null)).toBe(false);
  });

  it('tells operation, provider, attempts, hint and documentation', async () => {
    const { error } = await call([vendorError('gone')], (toy) => toy.read('x'));
    expect(error?.toJSON()).toMatchObject({
      code: 'not_found',
      category: 'toy',
      provider: 'acme',
      integration: 'toy',
      operation: 'toy.read',
      outcome: 'not_applied',
      retryable: false,
      vendor: { code: 'gone', message: 'No.' },
      docs: 'errors/not_found',
      attempts: [{ number: 1, status: 402, code: 'not_found' }],
    });
    expect(error?.message).toBe('toy.read failed at acme (not_found): No.');
  });

  it('hands the raw error over only by unwrap', async () => {
    const { error } = await call([vendorError('gone')], (toy) => toy.read('x'));
    expect(unwrap(error)).toMatchObject({ code: 'gone' });
    expect(Object.keys(error ?? {})).not.toContain('cause');
    expect(unwrap(new Error('x'))).toBeUndefined();
  });

  it('prints itself whole and redacted', () => {
    secret('hunter2-hunter2');
    const error = new IntegrationError({ ...details, message: 'The key hunter2-hunter2 is slow.' });
    expect(inspect(error)).toContain('rate_limited');
    expect(inspect(error)).not.toContain('hunter2');
    expect(JSON.stringify(error)).toContain('"retryAfterMs":2000');
  });
});

describe('redaction', () => {
  it('keeps secrets and personal data out of every printed form', async () => {
    const { error } = await call(
      [
        {
          status: 400,
          body: { error: { code: 'gone', message: 'acme-key-0123456789 may not mail ada@example.test' } },
        },
      ],
      (toy) => toy.mail({ email: 'ada@example.test' }, key),
    );
    expect(error?.message).toContain('[secret] may not mail [personal]');
    expect(secretScan(error, ['acme-key-0123456789', 'ada@example.test'])).toEqual([]);
  });

  it('redacts what a broken SDK throws without a request', async () => {
    const toy = makeToy(scripted({}).fetch);
    const thrown = await toy
      .use('broken', { repeat: 'safe' }, () => Promise.reject(new Error('acme-key-0123456789 is wrong')))
      .catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'internal' });
    expect(secretScan(thrown, ['acme-key-0123456789'])).toEqual([]);
  });
});

describe('an error that an application makes itself', () => {
  it('shows no secret in message, text and JSON', () => {
    secret('hunter3-hunter3');
    const error = new IntegrationError({
      ...details,
      message: 'hunter3-hunter3 is slow.',
      hint: 'not hunter3-hunter3',
    });
    expect([error.message, String(error), JSON.stringify(error)].join()).not.toContain('hunter3');
    expect(error.message).toBe('[secret] is slow.');
  });
});

describe('toProblem', () => {
  it('answers a rejected vendor credential with 502 and no detail', async () => {
    const { error } = await call([vendorError('bad_key')], (toy) => toy.read('x'));
    if (error === undefined) throw new Error('expected a failure');
    expect(toProblem(error)).toMatchObject({ status: 502, code: 'provider_auth_failed' });
    expect(toProblem(error)).not.toHaveProperty('detail');
  });

  it('tells the caller when to come back', () => {
    expect(toProblem(new IntegrationError(details))).toEqual({
      type: 'https://patchbay.dev/errors/rate_limited',
      title: 'rate limited',
      status: 429,
      detail: 'Slow down.',
      code: 'rate_limited',
      outcome: 'not_applied',
      retryable: true,
      retryAfterMs: 2000,
    });
  });
});
