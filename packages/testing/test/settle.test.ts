import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { virtualClock, wireRecorder } from '../src/index.ts';
import { type FaultServer, pendingFiles, serve } from '../src/node/index.ts';
import { callWithRetry, wait } from './support/call.ts';
import { standStill } from './support/stand-still.ts';

async function deriveKey(): Promise<ArrayBuffer> {
  const key = await crypto.subtle.importKey('raw', new Uint8Array(8), 'PBKDF2', false, ['deriveBits']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: new Uint8Array(8), iterations: 20_000 };
  return crypto.subtle.deriveBits(how, key, 256);
}

describe('settle without a network', () => {
  it('returns the value and the virtual time that it took', async () => {
    const clock = virtualClock();
    await clock.advance(1_000);
    const settled = await clock.settle(wait(clock, 30_000).then(() => 'done'));
    expect(settled).toEqual({ status: 'fulfilled', value: 'done', elapsedMs: 30_000 });
  });

  it('returns a rejection as a result', async () => {
    const clock = virtualClock();
    const reason = new Error('no');
    const failing = wait(clock, 5).then(() => Promise.reject(reason));
    expect(await clock.settle(failing)).toEqual({ status: 'rejected', reason, elapsedMs: 5 });
  });

  const quiet: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['hashing', () => crypto.subtle.digest('SHA-256', new Uint8Array(1e6))],
    ['deriving a key', deriveKey],
    ['reading a file', () => readFile(new URL(import.meta.url))],
    ['looking up a name', () => lookup('localhost')],
  ];
  it.each(quiet)('does not move time for work beside the event loop: %s', async (_, work) => {
    const clock = virtualClock({ busy: pendingFiles });
    clock.after(10_000, () => {});
    const rounds = async (): Promise<void> => {
      for (let round = 0; round < 10; round += 1) await work();
    };
    expect(await clock.settle(rounds())).toMatchObject({ status: 'fulfilled', elapsedMs: 0 });
  });

  it('leaves WebCrypto as it is', async () => {
    virtualClock();
    virtualClock();
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode('abc'));
    expect(Buffer.from(digest).toString('hex')).toMatch(/^ba7816bf8f01cfea/);
    await expect(crypto.subtle.digest('SHA-0', new Uint8Array())).rejects.toMatchObject({
      name: 'NotSupportedError',
    });
  });

  it('says so when nothing can ever settle the promise', async () => {
    const clock = virtualClock();
    await expect(clock.settle(new Promise(() => {}))).rejects.toThrow(/can never settle.*no timer waits/);
  });

  it('waits for work that nobody tells of, also where the machine stands still meanwhile', async () => {
    const clock = virtualClock();
    const work = async (): Promise<string> => {
      standStill(700);
      for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setTimeout(resolve, 1));
      return 'done';
    };
    const working = new Promise((resolve) => setTimeout(() => resolve(work()), 20));
    expect(await clock.settle(working)).toMatchObject({ status: 'fulfilled', value: 'done' });
  });

  it('gives up after a guard of real time, and says what kept it', async () => {
    const clock = virtualClock();
    const never = new Promise(() => {});
    await expect(clock.settle(never, { busy: () => true, guardMs: 30 })).rejects.toThrow(
      /Real work is still under way/,
    );
    const again = (): void => void clock.after(1, again);
    again();
    await expect(clock.settle(never, { guardMs: 30 })).rejects.toThrow(/Timers keep coming/);
  });
});

describe('settle over real sockets', () => {
  const clock = virtualClock();
  const recorder = wireRecorder(fetch, { clock });
  const busy = (): boolean => recorder.inFlight > server.held;
  const policy = { clock, fetch: recorder.fetch, attempts: 3, timeoutMs: 10_000, backoffMs: 250 };
  let server: FaultServer;

  beforeEach(async () => {
    recorder.reset();
    server = await serve(async (request) => new Response(await request.text()), { clock });
  });
  afterEach(() => server.close());

  it('takes no virtual time for a request that is simply answered', async () => {
    const settled = await clock.settle(callWithRetry(server.url, 'a', policy), { busy });
    expect(settled).toEqual({ status: 'fulfilled', value: 'key=a', elapsedMs: 0 });
  });

  it('does not time out a slow handler, however long it takes in real time', async () => {
    const slow = await serve(async () => {
      await new Promise((resolve) => setTimeout(resolve, 80));
      return new Response('slow');
    });
    const settled = await clock.settle(callWithRetry(slow.url, 'a', policy), {
      busy: () => recorder.inFlight > slow.held,
    });
    await slow.close();
    expect(settled).toEqual({ status: 'fulfilled', value: 'slow', elapsedMs: 0 });
  });

  it('lets the timeout fire for a request that the server holds, and only for that', async () => {
    server.fault({ kind: 'hang', commit: false });
    const settled = await clock.settle(callWithRetry(server.url, 'a', policy), { busy });
    expect(settled).toEqual({ status: 'fulfilled', value: 'key=a', elapsedMs: 10_250 });
    expect(server.received).toHaveLength(2);
  });

  it('is exact when the next attempt follows an abandoned one at once', async () => {
    server.fault({ kind: 'hang', commit: true, times: 2 });
    const settled = await clock.settle(callWithRetry(server.url, 'a', { ...policy, backoffMs: 0 }), { busy });
    expect(settled).toEqual({ status: 'fulfilled', value: 'key=a', elapsedMs: 20_000 });
    expect(recorder.inFlight).toBe(0);
  });

  it('lets the timeout fire for a body that never comes', async () => {
    server.fault({ kind: 'slowBody', afterBytes: 2 });
    const settled = await clock.settle(callWithRetry(server.url, 'a', policy), { busy });
    expect(settled).toEqual({ status: 'fulfilled', value: 'key=a', elapsedMs: 10_250 });
  });

  it('counts the delay of a server on the same clock', async () => {
    server.fault({ kind: 'delay', delayMs: 4_000 });
    const settled = await clock.settle(callWithRetry(server.url, 'a', policy), { busy });
    expect(settled).toEqual({ status: 'fulfilled', value: 'key=a', elapsedMs: 4_000 });
  });

  it('keeps every call of a crowd exact while some hang, some break and some are answered', async () => {
    const hangs = (request: { readonly text: string }): boolean => /key=\d*[05]$/.test(request.text);
    const breaks = (request: { readonly text: string }): boolean => /key=\d*[27]$/.test(request.text);
    server.fault({ kind: 'hang', commit: true, times: 12, match: hangs });
    server.fault({ kind: 'resetAfter', times: 12, match: breaks });
    const calls = Array.from({ length: 60 }, async (_, index) => {
      const startedAt = clock.monotonic();
      await callWithRetry(server.url, String(index), policy);
      return clock.monotonic() - startedAt;
    });
    const settled = await clock.settle(Promise.all(calls), { busy });
    const expected = calls.map((_, index) => (index % 5 === 0 ? 10_250 : index % 5 === 2 ? 250 : 0));
    expect(settled).toMatchObject({ status: 'fulfilled', value: expected, elapsedMs: 10_250 });
    expect(server.received).toHaveLength(84);
    expect(server.pendingFaults).toBe(0);
  });
});
