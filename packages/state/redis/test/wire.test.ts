import type { Socket } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { redisState } from '../src/index.ts';
import { rawServer } from './support/raw-server.ts';

const swap = { key: 'a', expected: undefined, value: 'For Ada Augusta Lovelace' };

describe('a connection', () => {
  it('that breaks before the answer leaves a write unknown, which is not repeated', async () => {
    await using server = await rawServer((socket) => socket.destroy());
    await using state = redisState({ url: server.url });
    const lost = { code: 'network', outcome: 'unknown', attempts: { length: 1 } };
    await expect(state.cas(swap)).rejects.toMatchObject(lost);
    await expect(state.increment({ key: 'n' })).rejects.toMatchObject(lost);
    expect(server.commands).toHaveLength(2);
  });

  it('that breaks has a read, and a write that may be, repeated: one command for each attempt', async () => {
    await using server = await rawServer((socket) => socket.destroy());
    await using state = redisState({ url: server.url });
    const lost = { code: 'network', attempts: { length: 3 } };
    await expect(state.get('a')).rejects.toMatchObject({ ...lost, outcome: 'not_applied' });
    await expect(state.put({ key: 'a', value: 'b' })).rejects.toMatchObject({ ...lost, outcome: 'unknown' });
    expect(server.commands).toHaveLength(6);
  });

  it('is kept when a call on it is aborted, and its late answer is nobody else’s', async () => {
    const owed: Socket[] = [];
    await using server = await rawServer((socket) => owed.push(socket));
    await using state = redisState({ url: server.url });
    const controller = new AbortController();
    const first = state.increment({ key: 'n' }, { signal: controller.signal });
    await expect.poll(() => owed.length, { timeout: 10_000 }).toBe(1);
    const second = state.increment({ key: 'n' });
    await expect.poll(() => owed.length, { timeout: 10_000 }).toBe(2);
    controller.abort();
    await expect(first).rejects.toMatchObject({ code: 'aborted', outcome: 'unknown' });
    for (const [index, socket] of owed.entries()) socket.write(`:${index + 1}\r\n`);
    expect(await second).toEqual({ value: 2 });
    expect(new Set(owed).size).toBe(1);
  });
});

describe('an answer', () => {
  it('of `ERR` leaves a write unknown, and what it quotes is not shown', async () => {
    await using server = await rawServer((socket) =>
      socket.write(`-ERR unknown command with '${swap.value.slice(0, 16)}\r\n`),
    );
    await using state = redisState({ url: server.url });
    const error: unknown = await state.cas(swap).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'provider_error', outcome: 'unknown', vendor: { code: 'ERR' } });
    expect(`${inspect(error, { depth: 9, showHidden: true })} ${JSON.stringify(error)}`).not.toContain('Ada');
  });

  it('that refuses before anything is done leaves a write without effect, and is asked for again', async () => {
    await using server = await rawServer((socket) =>
      socket.write('-LOADING Redis is loading the dataset in memory\r\n'),
    );
    await using state = redisState({ url: server.url });
    const refused = { code: 'provider_unavailable', outcome: 'not_applied', attempts: { length: 3 } };
    await expect(state.cas(swap)).rejects.toMatchObject(refused);
    expect(server.commands).toHaveLength(3);
  });

  it('that it is a replica has the server asked again on a new connection each time', async () => {
    const sockets = new Set<Socket>();
    await using server = await rawServer((socket) =>
      sockets.add(socket).size === 3 ? socket.write(':1\r\n') : socket.write('-READONLY a replica\r\n'),
    );
    await using state = redisState({ url: server.url });
    expect(await state.increment({ key: 'n' })).toEqual({ value: 1 });
    expect([sockets.size, server.commands.length]).toEqual([3, 3]);
  });

  it.each([
    ['of another shape', ':7\r\n', 'invalid_response'],
    ['of another protocol', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'network'],
  ])('%s is no success, and leaves a write unknown', async (_what, answer, code) => {
    await using server = await rawServer((socket) => socket.write(answer));
    await using state = redisState({ url: server.url });
    await expect(state.cas(swap)).rejects.toMatchObject({ code, outcome: 'unknown' });
    await expect(state.get('a')).rejects.toMatchObject({ code, outcome: 'not_applied' });
  });
});
