import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PostgresServer, postgresServer } from '../postgres.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await postgresServer();
});
afterAll(() => server[Symbol.asyncDispose]());

/** Comes and leaves again and again: for each visit the server starts a process, which ends by itself. */
async function visit(isOver: () => boolean): Promise<void> {
  const port = Number(new URL(server.url()).port);
  while (!isOver())
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.end());
      socket.on('error', () => {}).on('close', () => resolve());
      socket.resume();
      setTimeout(() => socket.destroy(), 1000).unref();
    });
}

it('a server whose clients come and leave meanwhile is paused, resumed and killed as any other', async () => {
  let isOver = false;
  const visits = Array.from({ length: 4 }, () => visit(() => isOver));
  try {
    for (let round = 0; round < 20; round += 1) {
      await expect(server.pause()).resolves.toBeUndefined();
      await expect(server.resume()).resolves.toBeUndefined();
    }
    await expect(server.kill()).resolves.toBeUndefined();
    await server.start();
  } finally {
    isOver = true;
    await Promise.all(visits);
  }
});
