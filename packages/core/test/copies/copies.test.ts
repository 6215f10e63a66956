import { inspect } from 'node:util';
import { IntegrationError, secret, toProblem, unwrap } from '@patchbay/core';
import { secretScan } from '@patchbay/testing/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OlderCopy, olderCopy } from './older-copy.ts';

let older: OlderCopy;

beforeAll(async () => {
  older = await olderCopy();
});
afterAll(() => older[Symbol.dispose]());

const whatPrints = {
  code: 'declined',
  reason: 'card_expired',
  message: 'puppet.one failed at acme (card_expired): [secret] of [personal] is no good',
  outcome: 'not_applied',
  retryable: false,
  operation: 'puppet.one',
  vendor: { code: 'expired', status: 402, message: '[secret] of [personal] is no good' },
  attempts: [{ number: 1, status: 402, code: 'declined' }],
  docs: 'errors/declined',
};

const problem = {
  type: 'https://patchbay.dev/errors/declined',
  status: 402,
  detail: whatPrints.message,
  reason: 'card_expired',
  outcome: 'not_applied',
};

/** How an application asks what went wrong. */
function decide(error: unknown): string {
  if (IntegrationError.is(error, 'rate_limited')) return `wait ${error.retryAfterMs ?? 0}`;
  if (!IntegrationError.is(error, 'declined', 'card_expired')) return 'give up';
  const code: 'declined' = error.code;
  return `ask for another card: ${code}, ${error.outcome}`;
}

describe.each(['import', 'require'] as const)('an error of an older core, through %s', (way) => {
  const thrown = async (token: string) => {
    const copy = await older.ways[way]();
    return { copy, error: await copy.pay(token).catch((error: unknown) => error) };
  };

  it('is recognised, and narrowed by code and reason', async () => {
    const { copy, error } = await thrown('token-of-narrowing');
    expect(error).toBeInstanceOf(copy.IntegrationError);
    expect(error).not.toBeInstanceOf(IntegrationError);
    expect(decide(error)).toBe('ask for another card: declined, not_applied');
    expect(IntegrationError.is(error, 'declined', 'insufficient_funds')).toBe(false);
    expect(IntegrationError.is(error, 'timeout')).toBe(false);
  });

  it('prints what it says, without secrets and personal data', async () => {
    const { copy, error } = await thrown('token-of-printing');
    if (!IntegrationError.is(error)) throw new Error('It is not recognised.');
    expect(JSON.parse(JSON.stringify(error))).toMatchObject(whatPrints);
    expect(error.toJSON()).toMatchObject(whatPrints);
    expect(inspect(error)).toContain(`IntegrationError: ${whatPrints.message}`);
    expect(inspect(error)).toContain("reason: 'card_expired'");
    expect(toProblem(error)).toMatchObject(problem);
    expect(secretScan(error, ['token-of-printing', 'ada@example.test'])).toEqual([]);
    expect(unwrap(error)).toBeInstanceOf(copy.VendorRefusal);
  });

  it('shows no secret that only the other copy was told', async () => {
    const copy = await older.ways[way]();
    const details = { code: 'internal', outcome: 'not_applied' } as const;
    copy.secret(`theirs-${way}-4711`);
    expect(new IntegrationError({ ...details, message: `theirs-${way}-4711` }).message).toBe('[secret]');
    secret(`ours-${way}-4711`);
    expect(new copy.IntegrationError({ ...details, message: `ours-${way}-4711` }).message).toBe('[secret]');
  });

  it('tells of an adapter that is too new for it which package to update', async () => {
    const { defineAdapter } = await older.ways[way]();
    const define = () =>
      defineAdapter({ spec: 1, contract: { category: 'toy' }, capabilities: { provider: 'acme' } } as never);
    expect(define).toThrow('toy-acme is written for adapter interface 1; this core accepts 0.');
    expect(define).toThrow(expect.objectContaining({ hint: 'Update @patchbay/core.' }));
  });
});

describe('an error of an older core, as JSON from a worker', () => {
  const fromWorker = async (token: string): Promise<unknown> => JSON.parse(await older.throwInWorker(token));

  it('is recognised, and narrowed by code and reason', async () => {
    const error = await fromWorker('token-of-a-worker');
    expect(decide(error)).toBe('ask for another card: declined, not_applied');
    expect(IntegrationError.is(error, 'declined', 'insufficient_funds')).toBe(false);
  });

  it('prints what it says, without secrets and personal data, and can be made whole again', async () => {
    const error = await fromWorker('token-of-a-worker');
    if (!IntegrationError.is(error)) throw new Error('It is not recognised.');
    expect(error).toMatchObject(whatPrints);
    expect(toProblem(error)).toMatchObject(problem);
    const whole = new IntegrationError(error);
    expect(whole.toJSON()).toEqual(error);
    expect(inspect(whole)).toContain(`IntegrationError: ${whatPrints.message}`);
    for (const form of [error, whole])
      expect(secretScan(form, ['token-of-a-worker', 'ada@example.test'])).toEqual([]);
  });
});

describe('what only looks like an error of ours', () => {
  it.each([
    ['a code alone', { code: 'declined' }],
    ['a code that is not on the list', { code: 'refused', docs: 'errors/refused' }],
    [
      'an error on which a vendor wrote our fields',
      Object.assign(new Error(), { code: 'declined', docs: 'errors/declined' }),
    ],
    ['a text', 'errors/declined'],
    ['nothing', undefined],
  ])('is not taken for one: %s', (_what, thrown) => {
    expect(IntegrationError.is(thrown)).toBe(false);
  });
});
