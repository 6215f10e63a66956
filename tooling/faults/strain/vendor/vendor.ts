import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { fieldsOf } from '@patchbay/core/conformance';
import { toNumber, toText } from '../../observation.ts';
import type { Mood } from './moods.ts';

/** What the vendor has seen since its mood changed. */
export interface Seen {
  /** Requests whose head arrived. */
  readonly requests: number;
  /** The most that it had under way at once. */
  readonly most: number;
  /** Requests without an end, whose sockets are still open. */
  readonly held: number;
}

/** Stripe on loopback, in another process. */
export interface Vendor extends AsyncDisposable {
  readonly url: string;
  /**
   * From now on it takes requests so, and counts anew. Where `quietMs` is given, it answers once nothing has come for
   * that long, and ends the connection.
   */
  be(mood: Mood, quietMs?: number): Promise<void>;
  seen(): Promise<Seen>;
}

export async function startVendor(): Promise<Vendor> {
  const { child, url } = await start(new URL('./program.ts', import.meta.url));
  const ask = async (message: object): Promise<Seen> => {
    const answered = once(child, 'message');
    child.send(message);
    const answer: readonly unknown[] = await answered;
    const { requests, most, held } = fieldsOf(answer[0]);
    return { requests: toNumber(requests), most: toNumber(most), held: toNumber(held) };
  };
  return {
    url,
    async be(mood, quietMs = 0) {
      await ask({ mood, quietMs });
    },
    seen: () => ask({}),
    [Symbol.asyncDispose]: () => end(child),
  };
}

/** Somebody who never accepts a connection. */
export interface DeafVendor extends AsyncDisposable {
  readonly url: string;
}

/** The kernel takes two connections for it; they are made here, so that no further one is ever made. */
export async function startDeafVendor(): Promise<DeafVendor> {
  const { child, url } = await start(new URL('./deaf.ts', import.meta.url));
  const fillers = Array.from({ length: 4 }, () => connect(Number(new URL(url).port), '127.0.0.1'));
  for (const filler of fillers) filler.on('error', () => {}); // the listener is killed in the end
  await sleep(200);
  return {
    url,
    async [Symbol.asyncDispose]() {
      for (const filler of fillers) filler.destroy();
      await end(child);
    },
  };
}

async function start(program: URL): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = fork(fileURLToPath(program), { execArgv: ['--conditions=@patchbay/source'] });
  const message: readonly unknown[] = await once(child, 'message');
  return { child, url: toText(fieldsOf(message[0])['url']) };
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
