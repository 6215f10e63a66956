import { describe, expect, it } from 'vitest';
import { s3Rejections } from '../../src/fake/index.ts';
import { type Answered, answered, send, stagedFake } from './requests.ts';

describe('the fake rejects what S3 rejects', () => {
  it.each(s3Rejections)('$id', async ({ before = [], request, status, code }) => {
    const fake = stagedFake();
    const answers: Answered[] = [];
    for (const step of before) {
      const answer = await send(fake, step, answers);
      expect([200, 204]).toContain(answer.status);
      answers.push(await answered(answer));
    }
    const evidence = () => JSON.stringify(['bucket', 'public', 'browser', 'versioned'].map(fake.versions));
    const untouched = evidence();

    const answer = await send(fake, request, answers);

    const [, found] = /<Code>(\w+)<\/Code>/.exec(await answer.text()) ?? [];
    expect({ status: answer.status, code: found }).toEqual({ status, code });
    expect(answer.headers.get('x-amz-request-id')).not.toBeNull();
    expect(evidence()).toBe(untouched);
  });

  it('no two rows have the same id, and each names its source', () => {
    expect(new Set(s3Rejections.map(({ id }) => id)).size).toBe(s3Rejections.length);
    expect(s3Rejections.filter(({ source }) => source.length < 8)).toEqual([]);
  });
});
