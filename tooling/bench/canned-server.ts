import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A server in a process of its own. */
export interface CannedServer extends AsyncDisposable {
  readonly url: string;
}

/** Starts the server that answers for every vendor. */
export async function startCannedServer(): Promise<CannedServer> {
  const child = fork(fileURLToPath(new URL('fakes/server.ts', import.meta.url)));
  const message: readonly unknown[] = await once(child, 'message');
  return {
    url: `http://127.0.0.1:${String(message[0])}`,
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}
