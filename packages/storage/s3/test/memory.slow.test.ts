import { describe, expect, it } from 'vitest';
import { isLong, run } from './support/programs.ts';
import { streamingServer } from './support/streaming-server.ts';

const mebibyte = 1024 * 1024;
const mebibytes = isLong ? 1024 : 64;
const size = mebibytes * mebibyte;
/** Part size × (concurrency + 1), which `put` says that it takes, and what Node itself does with so many bytes. */
const mostBytes = 8 * mebibyte * (4 + 1) + 64 * mebibyte;

describe(`an object of ${mebibytes} MiB`, () => {
  it('goes up in the memory of its parts', async () => {
    await using server = await streamingServer(size);
    const said = await run('streaming-program', [server.url, 'up', String(size)]);
    expect([server.problems, server.takenBytes]).toEqual([[], size]);
    expect(said).toEqual({ bytes: size, grewBytes: expect.any(Number) });
    expect(Reflect.get(Object(said), 'grewBytes')).toBeLessThan(mostBytes);
  }, 300_000);

  it('comes down, verified, in no more', async () => {
    await using server = await streamingServer(size);
    const said = await run('streaming-program', [server.url, 'down']);
    expect(server.problems).toEqual([]);
    expect(said).toEqual({ bytes: size, grewBytes: expect.any(Number) });
    expect(Reflect.get(Object(said), 'grewBytes')).toBeLessThan(mostBytes);
  }, 300_000);
});
