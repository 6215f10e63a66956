import { describe, expect, it } from 'vitest';
import { sendgridFake, sendgridRejections } from '../../src/fake/index.ts';
import { send } from './requests.ts';

describe('the fake rejects what SendGrid rejects', () => {
  it.each(sendgridRejections)('$id', async ({ options, before = [], request, status, fields }) => {
    const fake = sendgridFake(options);
    let batch = '';
    for (const step of before) {
      const answer = await send(fake, step, batch);
      expect(answer.status).toBeLessThan(300);
      batch = JSON.parse(await answer.text()).batch_id ?? batch;
    }

    const answer = await send(fake, request, batch);

    expect(answer.headers.get('content-type')).toBe('application/json');
    const { errors } = JSON.parse(await answer.text());
    const found = errors.map(({ field }: { field: string | null }) => field);
    expect({ status: answer.status, fields: found }).toEqual({ status, fields });
    for (const error of errors) {
      expect(Object.keys(error)).toEqual(['message', 'field', 'help']);
      expect(error.message).not.toMatch(/^$|fake itself failed/);
    }
    expect(fake.accepted).toEqual([]);
    expect(fake.events).toEqual([]);
  });

  it('no two rows have the same id, and each names its source', () => {
    expect(new Set(sendgridRejections.map(({ id }) => id)).size).toBe(sendgridRejections.length);
    expect(sendgridRejections.filter(({ source }) => source.length < 8)).toEqual([]);
  });
});
