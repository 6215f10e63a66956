import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { Settings } from './settings.ts';

const progressSchema = z.object({
  queue: z.object({ ready: z.number(), delayed: z.number(), running: z.number(), dead: z.number() }),
  /** What the store failed with, and how often. */
  errors: z.record(z.string(), z.number()),
});

/** How far a server is. */
export type Progress = z.infer<typeof progressSchema>;

const heapSchema = z.number();

/** A server in a process of its own. */
export interface Server extends AsyncDisposable {
  /** Where webhooks go. */
  readonly url: string;
  progress(): Promise<Progress>;
  /** Bytes in use after a collection, which holds the server up for a good part of a second. */
  heap(): Promise<number>;
}

const program = fileURLToPath(new URL('./receiver-program.ts', import.meta.url));

/** Starts a server; it ends with the scope that holds it. */
export async function startServer(settings: Settings): Promise<Server> {
  const child = fork(program, [JSON.stringify(settings)], {
    execArgv: ['--conditions=@patchbay/source', '--expose-gc'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const { port } = z.object({ port: z.number() }).parse(await answer(child));
  let last: Promise<unknown> = Promise.resolve();
  // One question at a time: answers do not say what they answer.
  const ask = (question: string): Promise<unknown> => {
    last = last.then(() => {
      child.send(question);
      return answer(child);
    });
    return last;
  };
  return {
    url: `http://127.0.0.1:${port}/webhooks/payments`,
    progress: async () => progressSchema.parse(await ask('progress')),
    heap: async () => heapSchema.parse(await ask('heap')),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.send('end');
      await gone;
    },
  };
}

async function answer(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const failed = once(child, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new Error(`The server ended with ${String(code)}.`);
  });
  try {
    const told: readonly unknown[] = await Promise.race([
      once(child, 'message', { signal: ended.signal }),
      failed,
    ]);
    return told[0];
  } finally {
    failed.catch(() => undefined);
    ended.abort();
  }
}

/** Waits until every job is done. */
export async function untilQuiet(server: Server, patienceMs: number): Promise<Progress> {
  const endsAt = performance.now() + patienceMs;
  for (;;) {
    const progress = await server.progress();
    const { ready, delayed, running } = progress.queue;
    if (ready + delayed + running === 0) return progress;
    if (performance.now() > endsAt)
      throw new Error(`Still to be done after ${patienceMs} ms: ${JSON.stringify(progress)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
