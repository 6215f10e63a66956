import { describe, expect, it } from 'vitest';
import { stripeFake, stripeRejections } from '../../src/fake/index.ts';
import { send } from './requests.ts';

describe('the fake rejects what Stripe rejects', () => {
  it.each(stripeRejections)('$id', async ({ before = [], request, status, type, code, param }) => {
    const fake = stripeFake();
    const answers: unknown[] = [];
    for (const step of before) {
      const answer = await send(fake, step, answers);
      expect([200, 402]).toContain(answer.status);
      answers.push(await answer.json());
    }

    const answer = await send(fake, request, answers);

    const { error } = JSON.parse(await answer.text());
    const found = { status: answer.status, type: error.type, code: error.code, param: error.param };
    expect(found).toEqual({ status, type, code, param });
    expect(error.message).not.toBe('');
    expect(answer.headers.get('request-id')).toMatch(/^req_/);
  });

  it('no two rows have the same id, and each names its source', () => {
    expect(new Set(stripeRejections.map(({ id }) => id)).size).toBe(stripeRejections.length);
    expect(stripeRejections.filter(({ source }) => source.length < 8)).toEqual([]);
  });

  it('a rejected request changes nothing', async () => {
    const fake = stripeFake();
    for (const { request } of stripeRejections.filter(
      ({ before, type }) => before === undefined && type !== 'card_error',
    )) {
      await send(fake, request);
    }
    expect(fake.events).toEqual([]);
    expect(fake.ledger.effects()).toEqual([]);
  });
});
