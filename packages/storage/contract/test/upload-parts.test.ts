import { DriverFailure, IntegrationError } from '@patchbay/core';
import { describe, expect, it } from 'vitest';
import { type Gate, ToyStore, toyStorage } from './support/toy.ts';
import { hash } from './support/toy-store.ts';

const partBytes = 2048;

/** A body that counts how far it was read. */
function body(sizeBytes: number, chunkBytes = 500) {
  const progress = { readBytes: 0 };
  async function* chunks() {
    for (; progress.readBytes < sizeBytes; ) {
      const size = Math.min(chunkBytes, sizeBytes - progress.readBytes);
      const chunk = new Uint8Array(size).map((_, index) => (progress.readBytes + index) % 251);
      progress.readBytes += size;
      yield chunk;
    }
  }
  return { progress, chunks: chunks() };
}

/** Parts under way, as the provider sees them. */
function watchParts(work: (number: number, signal: AbortSignal) => Promise<void>) {
  const seen = { inFlight: 0, most: 0, sizes: [] as number[] };
  const gate: Gate = async (operation, input, call) => {
    if (operation !== 'uploads.put') return;
    const { number, body: part } = input as { number: number; body: Uint8Array }; // the operation's own input
    seen.inFlight += 1;
    seen.most = Math.max(seen.most, seen.inFlight);
    seen.sizes[number - 1] = part.byteLength;
    await work(number, call.signal).finally(() => {
      seen.inFlight -= 1;
    });
  };
  return { seen, gate };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a large body that goes up in parts', () => {
  it('has no more parts in flight than it may, and reads no further than one part ahead', async () => {
    const { progress, chunks } = body(partBytes * 20);
    let sentBytes = 0;
    let furthest = 0;
    const { seen, gate } = watchParts(async () => {
      await turn();
      furthest = Math.max(furthest, progress.readBytes - sentBytes);
      sentBytes += partBytes;
    });
    await toyStorage('parts', { gate }).put('big', chunks, { partBytes, concurrency: 3 });
    expect(seen.most).toBe(3);
    expect(furthest).toBeLessThanOrEqual(partBytes * (3 + 1) + 500);
  });

  it('takes memory for the parts in flight and the one that is read, however many parts there are', async () => {
    const memory = new Set<unknown>();
    const gate: Gate = async (operation, input) => {
      if (operation !== 'uploads.put') return;
      const { body: part } = input as { body: Uint8Array }; // the operation's own input
      memory.add(part.buffer);
      await turn();
    };
    const { chunks } = body(partBytes * 20);
    await toyStorage('parts', { gate }).put('big', chunks, { partBytes, concurrency: 3 });
    expect(memory.size).toBeLessThanOrEqual(3 + 1);
  });

  it('gives each part memory of its own, so that a source may use its buffer again', async () => {
    const store = new ToyStore();
    async function* recycling() {
      const buffer = new Uint8Array(1000);
      for (let round = 1; round <= 9; round += 1) yield buffer.fill(round);
    }
    await toyStorage('parts', { store }).put('big', recycling(), { partBytes });
    const expected = Buffer.concat(Array.from({ length: 9 }, (_, index) => Buffer.alloc(1000, index + 1)));
    expect(hash(store.find('big').bytes)).toBe(hash(expected));
  });

  it('doubles its parts before their numbers run out, where the size is unknown', async () => {
    const { seen, gate } = watchParts(async () => {});
    await toyStorage('parts', { gate }).put('big', body(1024 * 1500, 4096).chunks, { partBytes: 1024 });
    expect([seen.sizes[0], seen.sizes[999], seen.sizes[1000]]).toEqual([1024, 1024, 2048]);
    expect(seen.sizes).toHaveLength(1250);
  });

  it('cuts larger parts at once where the size is known', async () => {
    const { seen, gate } = watchParts(async () => {});
    const size = 1024 * 9500;
    await toyStorage('parts', { gate }).put('big', body(size, 65_536).chunks, {
      partBytes: 1024,
      sizeBytes: size,
    });
    expect(seen.sizes.length).toBeLessThanOrEqual(9001);
    expect(new Set(seen.sizes.slice(0, -1)).size).toBe(1);
  });

  it('stops the other parts, drops the upload and closes the body when one part fails', async () => {
    const store = new ToyStore();
    const stopped: number[] = [];
    let isClosed = false;
    async function* endless() {
      try {
        for (;;) yield new Uint8Array(partBytes);
      } finally {
        isClosed = true;
      }
    }
    const { gate } = watchParts(async (number, signal) => {
      if (number === 3) throw new DriverFailure({ code: 'provider_permission_denied', message: 'No.' });
      if (number !== 2) return;
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      stopped.push(number);
      throw new Error('stopped');
    });
    const failing = toyStorage('parts', { store, gate }).put('big', endless(), { partBytes });
    const error: unknown = await failing.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'provider_permission_denied',
      operation: 'storage.put',
      outcome: 'not_applied',
    });
    expect([stopped, store.uploads.size, store.objects.size, isClosed]).toEqual([[2], 0, 0, true]);
  });

  it('hears of a part that failed while its body stalls', async () => {
    const store = new ToyStore();
    async function* stalling() {
      yield new Uint8Array(partBytes + 1);
      await new Promise(() => {});
    }
    const { gate } = watchParts(async () => {
      throw new DriverFailure({ code: 'quota_exceeded', message: 'Full.' });
    });
    const failing = toyStorage('parts', { store, gate }).put('big', stalling(), { partBytes });
    await expect(failing).rejects.toMatchObject({ code: 'quota_exceeded' });
    expect(store.uploads.size).toBe(0);
  });

  it('leaves no upload when the caller gives up, also while a part is under way', async () => {
    const store = new ToyStore();
    const controller = new AbortController();
    const { gate } = watchParts(async () => {
      controller.abort();
      await new Promise(() => {});
    });
    const storage = toyStorage('parts', { store, gate });
    const given = storage.put('big', body(partBytes * 5).chunks, { partBytes, signal: controller.signal });
    await expect(given).rejects.toMatchObject({ code: 'aborted', operation: 'storage.put' });
    expect([store.uploads.size, store.objects.size]).toEqual([0, 0]);
  });

  it('drops the upload when it cannot be completed', async () => {
    const store = new ToyStore();
    const gate: Gate = (operation) => {
      if (operation === 'uploads.complete')
        throw new DriverFailure({ code: 'provider_error', message: 'No.' });
    };
    const failing = toyStorage('parts', { store, gate }, { policy: { retry: false } });
    const error: unknown = await failing
      .put('big', body(partBytes * 3).chunks, { partBytes })
      .catch((thrown: unknown) => thrown);
    expect(IntegrationError.is(error, 'provider_error')).toBe(true);
    expect(store.uploads.size).toBe(0);
  });

  it('refuses what no object can have before it reads anything', async () => {
    const { progress, chunks } = body(partBytes * 3);
    const storage = toyStorage('parts');
    const wrong = { partBytes, metadata: { 'Not A Name': 'x' } };
    await expect(storage.put('big', chunks, wrong)).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(storage.put('big', chunks, { partBytes: 10 })).rejects.toMatchObject({
      reason: 'parameter_invalid',
    });
    await expect(storage.put('big', chunks, { concurrency: 0 })).rejects.toMatchObject({
      reason: 'parameter_invalid',
    });
    expect(progress.readBytes).toBe(0);
  });
});
