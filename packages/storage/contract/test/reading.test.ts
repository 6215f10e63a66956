import { DriverFailure } from '@patchbay/core';
import type { GetObject, StoredBody } from '@patchbay/storage';
import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { type ToyOptions, ToyStore, toyStorage } from './support/toy.ts';

const text = '0123456789'.repeat(20);

/** The first so many bytes of a body; then it ends, fails or says nothing more. */
function cut(body: StoredBody, sizeBytes: number, end: 'ends' | 'stalls' | Error): StoredBody {
  if (body.status !== 'ok') return body;
  const reader = body.stream.getReader();
  let isGiven = false;
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value } = isGiven ? { value: undefined } : await reader.read();
        isGiven = true;
        if (value !== undefined && sizeBytes > 0) return controller.enqueue(value.subarray(0, sizeBytes));
        if (end === 'ends') return controller.close();
        if (end === 'stalls') return new Promise<void>(() => {});
        return controller.error(end);
      },
    },
    { highWaterMark: 0 },
  );
  return { ...body, stream };
}

/** A store whose first bodies are damaged, with all that was asked of it. */
async function reading(damage: NonNullable<ToyOptions['damage']>, times = 1) {
  const store = new ToyStore();
  const clock = virtualClock();
  const asked: GetObject[] = [];
  const storage = toyStorage(
    'stream',
    {
      store,
      damage(body, input) {
        asked.push(input);
        return asked.length <= times ? damage(body, input) : body;
      },
    },
    { clock },
  );
  const { etag } = await storage.put('a', text);
  return { storage, asked, etag, clock };
}

describe('a body that is read', () => {
  it.each([
    ['breaks', new Error('reset')],
    ['ends early', 'ends'],
  ] as const)('is taken up where it %s, in the same version', async (_how, end) => {
    const { storage, asked, etag } = await reading((body) => cut(body, 30, end));
    expect(await (await storage.get('a')).text()).toBe(text);
    expect(asked.slice(1)).toEqual([{ key: 'a', ifMatch: etag, range: { start: 30, end: 199 } }]);
  });

  it('is taken up within the range that was asked for', async () => {
    const { storage, asked } = await reading((body) => cut(body, 5, new Error('reset')));
    const object = await storage.get({ key: 'a', range: { start: 10, end: 29 } });
    expect(await object.text()).toBe(text.slice(10, 30));
    expect(asked[1]?.range).toEqual({ start: 15, end: 29 });
  });

  it('is an error after three more tries', async () => {
    const { storage, asked } = await reading((body) => cut(body, 1, 'ends'), 99);
    const failing = (await storage.get('a')).text();
    await expect(failing).rejects.toMatchObject({ code: 'invalid_response', reason: 'body_truncated' });
    expect(asked).toHaveLength(4);
  });

  it('never goes on with another version', async () => {
    const { storage } = await reading((body) => cut(body, 30, new Error('reset')));
    const object = await storage.get('a');
    await storage.put('a', text.replaceAll('1', 'x'));
    await expect(object.text()).rejects.toMatchObject({
      code: 'precondition_failed',
      reason: 'etag_mismatch',
    });
  });

  it('never goes on at another place, where the provider ignores what was asked', async () => {
    const { storage } = await reading((body, { range }) => {
      if (range === undefined) return cut(body, 30, new Error('reset'));
      const { range: _ignored, ...whole } = { range: undefined, ...body };
      return whole;
    }, 2);
    await expect((await storage.get('a')).text()).rejects.toMatchObject({ reason: 'body_corrupt' });
  });

  it('is an error where more comes than was announced', async () => {
    const { storage } = await reading((body) =>
      body.status === 'ok' ? { ...body, stream: new Blob([text, 'more']).stream() } : body,
    );
    await expect((await storage.get('a')).text()).rejects.toMatchObject({ reason: 'body_corrupt' });
  });

  it('is not read on where the provider found it corrupt', async () => {
    const corrupt = new DriverFailure({
      code: 'invalid_response',
      reason: 'body_corrupt',
      message: 'Another digest.',
    });
    const { storage, asked } = await reading((body) => cut(body, 30, corrupt));
    await expect((await storage.get('a')).text()).rejects.toMatchObject({ reason: 'body_corrupt' });
    expect(asked).toHaveLength(1);
  });

  it('is read on after the idle timeout, exactly', async () => {
    const { storage, clock, asked } = await reading((body) => cut(body, 30, 'stalls'));
    const object = await storage.get('a', { idleTimeoutMs: 1500 });
    const settled = await clock.settle(object.text());
    expect(settled).toMatchObject({ status: 'fulfilled', value: text, elapsedMs: 1500 });
    expect(asked).toHaveLength(2);
  });

  it('ends at once when the caller gives up', async () => {
    const controller = new AbortController();
    const { storage } = await reading((body) => cut(body, 30, 'stalls'));
    const failing = (await storage.get('a', { signal: controller.signal })).text();
    setImmediate(() => controller.abort());
    await expect(failing).rejects.toMatchObject({ code: 'aborted', operation: 'storage.get' });
  });
});
