import { buildApp } from 'fauxqs';
import { afterAll, beforeAll } from 'vitest';
import { fauxqs } from './fauxqs.ts';
import { type PeerServer, peerHarness } from './harness.ts';
import { runPeer } from './record.ts';

let server: PeerServer;
beforeAll(async () => {
  // Its own start opens the port on every interface.
  const app = buildApp({ logger: false });
  server = {
    url: await app.listen({ port: 0, host: '127.0.0.1' }),
    accessKeyId: 'AKIAPEER0000000PEER',
    secretAccessKey: 'peer-secret-access-key',
    [Symbol.asyncDispose]: () => app.close(),
  };
});
afterAll(() => server[Symbol.asyncDispose]());

/** An independent server of S3's API: https://github.com/kibertoad/fauxqs */
runPeer(
  peerHarness('fauxqs', () => server, 'aws'),
  fauxqs,
);
