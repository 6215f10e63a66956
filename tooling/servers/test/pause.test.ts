import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { postgresServer } from '../postgres.ts';

/** A process of the server begins and ends with each. */
function knock(port: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => socket.end());
    socket.on('error', () => {}); // the server may hang up first
    socket.on('close', () => resolve());
  });
}

it('a Postgres is stopped where it stands, and goes on, whatever comes and goes', async () => {
  await using server = await postgresServer();
  const port = Number(new URL(server.url()).port);
  let isOver = false;
  const knocking = Array.from({ length: 4 }, async () => {
    while (!isOver) await knock(port);
  });
  for (let round = 0; round < 5; round += 1) {
    await server.pause();
    await server.resume();
    await knock(port);
  }
  isOver = true;
  await expect(Promise.all(knocking)).resolves.toHaveLength(4);
});
