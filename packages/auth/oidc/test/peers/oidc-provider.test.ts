import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe } from 'vitest';
import { peerCases } from './cases.ts';
import { comparePeer } from './compare.ts';
import { oidcProvider } from './oidc-provider.ts';
import { toPeer } from './peer.ts';

const child = fileURLToPath(new URL('./oidc-provider-child.ts', import.meta.url));
let running: ChildProcessByStdio<Writable, Readable, null> | undefined;
let issuer = '';

beforeAll(async () => {
  const stdio = ['pipe', 'pipe', 'ignore'] as const;
  running = spawn(process.execPath, ['--conditions=@patchbay/source', child], { stdio: [...stdio] });
  for await (const line of createInterface(running.stdout)) {
    [, issuer = ''] = /^ready (\S+)$/.exec(line) ?? [];
    if (issuer !== '') return;
  }
  throw new Error('oidc-provider ended before it was ready.');
});

afterAll(async () => {
  running?.stdin.end();
  if (running?.exitCode === null) await once(running, 'exit');
});

/** oidc-provider@9.13.3, an independent and certified provider: https://github.com/panva/node-oidc-provider */
describe('oidc-provider', () => {
  comparePeer(async () => toPeer({ issuer, close: async () => undefined }), peerCases, oidcProvider);
});
