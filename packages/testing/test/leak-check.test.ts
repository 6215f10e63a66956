import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { leakCheck, serve } from '../src/node/index.ts';
import { standStill } from './support/stand-still.ts';

describe('leakCheck', () => {
  it('finds nothing after a server and its clients were closed', async () => {
    const leaks = leakCheck();
    const server = await serve(() => new Response('hi'));
    await Promise.all(Array.from({ length: 5 }, async () => (await fetch(server.url)).text()));
    await server.close();
    expect(await leaks.diff()).toEqual([]);
    await leaks.assertNone();
  });

  it('names a socket and a timer that were left', async () => {
    await using server = await serve(() => new Response('hi'));
    const leaks = leakCheck();
    // Several, since the test runner's own timers come and go.
    const timers = Array.from({ length: 5 }, () => setInterval(() => {}, 60_000));
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    await expect(leaks.assertNone()).rejects.toThrow(/Still open after closing: .*\d more Timeout/);
    expect((await leaks.diff()).join()).toMatch(/\d more TCPSocketWrap \(now \d\)/);
    timers.forEach(clearInterval);
    socket.destroy();
    await leaks.assertNone();
  });

  it('waits a little for what is about to go', async () => {
    const leaks = leakCheck();
    setTimeout(() => {}, 40);
    expect(await leaks.diff()).toEqual([]);
  });

  it('waits as long where the machine stands still meanwhile', async () => {
    const leaks = leakCheck();
    setTimeout(() => {
      standStill(1_500);
      setTimeout(() => {}, 40);
    }, 20);
    expect(await leaks.diff()).toEqual([]);
  });
});
