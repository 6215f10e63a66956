import { setImmediate } from 'node:timers/promises';
import type { Worker } from '@patchbay/jobs';
import { JobsStore, memoryJobs } from '@patchbay/jobs-memory';
import { MemoryStore, memoryState } from '@patchbay/state-memory';
import { type VirtualClock, virtualClock } from '@patchbay/testing';
import { type FaultServer, type ReceivedRequest, serve } from '@patchbay/testing/node';
import { guardedTransport } from '../../../src/node/index.ts';
import {
  type DeliveryTransport,
  type SenderWork,
  type WebhookSender,
  type WebhookSenderOptions,
  webhookSender,
} from '../../../src/send/index.ts';

export const sealingKey = 'a key for tests that is long enough to be one';

/** A receiver behind a real socket, a clock that stands still, and senders that share one store. */
export interface Scene extends AsyncDisposable {
  readonly clock: VirtualClock;
  readonly receiver: FaultServer;
  readonly records: MemoryStore;
  /** The receiver’s URL with a path: an endpoint of its own. */
  url(path?: string): string;
  /** As a process of its own has it. */
  sender(options?: Partial<WebhookSenderOptions>): WebhookSender;
  /** Works until the scene ends, or the worker is closed. */
  work(sender: WebhookSender, options: SenderWork): Worker;
  /** Lets all that is under way come to rest, then moves time on to the next timer, until it is so. */
  until(isSo: () => boolean | Promise<boolean>): Promise<void>;
  /** The same for a time, from now on. */
  pass(ms: number): Promise<void>;
  /** When requests came, in milliseconds since the scene began, of a path or of all. */
  times(path?: string): readonly number[];
  requests(path?: string): readonly ReceivedRequest[];
}

/** How a receiver answers. Default: 200. */
export type Answer = (request: ReceivedRequest) => Response | Promise<Response>;

/** How workers of a scene work: a look at the store in ten minutes is enough for hours on the clock. */
export const rarely: SenderWork = { pollMs: 600_000 };

export async function scene(
  answer: Answer = () => new Response(),
  start: Date = new Date('2026-01-01'),
): Promise<Scene> {
  const clock = virtualClock({ start });
  const [records, jobs] = [new MemoryStore(), new JobsStore()];
  const { receiver, came } = await receiving(answer, clock);
  const { transport, isBusy } = watched(receiver, clock);
  const usual = (): WebhookSenderOptions => ({
    state: memoryState({ store: records }, { clock }),
    jobs: memoryJobs({ store: jobs }, { clock }),
    transport,
    sealingKey,
    clock,
    random: () => 0.5,
  });
  const workers: Worker[] = [];
  const time = moving(clock, isBusy);
  const requests = (path?: string): readonly ReceivedRequest[] =>
    receiver.received.filter(({ target }) => path === undefined || target === path);
  return {
    clock,
    receiver,
    records,
    url: (path = '/hook') => `${receiver.url}${path}`,
    work(sender, options) {
      const worker = sender.work(options);
      workers.push(worker);
      return worker;
    },
    sender: (options = {}) => webhookSender({ ...usual(), ...options }),
    ...time,
    times: (path) => requests(path).map((request) => came.get(request) ?? Number.NaN),
    requests,
    async [Symbol.asyncDispose]() {
      await closeAll(workers, time);
      await receiver.close();
    },
  };
}

/** The receiver, and when each request came. */
async function receiving(answer: Answer, clock: VirtualClock) {
  const came = new Map<ReceivedRequest, number>();
  const begin = clock.now();
  const receive = (_: Request, received: ReceivedRequest) => {
    came.set(received, clock.now() - begin);
    return answer(received);
  };
  return { receiver: await serve(receive, { clock }), came };
}

/** The clock has to move where a try still hangs. */
async function closeAll(workers: readonly Worker[], { until }: Pick<Scene, 'until'>): Promise<void> {
  let closed = 0;
  for (const worker of workers) void worker.close(0).then(() => (closed += 1));
  await until(() => closed === workers.length);
}

/** Moves time on, and only while nothing real is under way. */
function moving(clock: VirtualClock, isBusy: () => boolean): Pick<Scene, 'until' | 'pass'> {
  const rest = async (): Promise<void> => {
    for (let quiet = 0; quiet < 6; quiet = isBusy() ? 0 : quiet + 1) await setImmediate();
  };
  const until: Scene['until'] = async (isSo) => {
    for (let step = 0; step < 100_000; step += 1) {
      await rest();
      if (await isSo()) return;
      await clock.advance(clock.next() ?? 1);
    }
    throw new Error('It never came to be so.');
  };
  return {
    until,
    async pass(ms) {
      const end = clock.now() + ms;
      await until(async () => {
        if (clock.now() + (clock.next() ?? Infinity) > end) await clock.advance(end - clock.now());
        return clock.now() >= end;
      });
      await rest();
    },
  };
}

/** The guard on real sockets, and whether something is on the wire that is not stuck on purpose, or being signed. */
function watched(receiver: FaultServer, clock: VirtualClock) {
  const port = Number(new URL(receiver.url).port);
  let inFlight = 0;
  const guard = guardedTransport({
    allowHttp: true,
    allowPorts: [port],
    allowAddresses: ['127.0.0.1'],
    clock,
  });
  const transport = counted(guard, (by) => {
    inFlight += by;
  });
  return { transport, isBusy: () => inFlight > receiver.held || pendingCrypto > 0 };
}

/** Counts what is on the wire: time has to stand still meanwhile. */
function counted(inner: DeliveryTransport, count: (by: 1 | -1) => void): DeliveryTransport {
  return {
    check: (url) => inner.check(url),
    async post(request) {
      count(1);
      try {
        return await inner.post(request);
      } finally {
        count(-1);
      }
    },
  };
}

/** The same for signatures and seals: they are made beside the event loop. */
let pendingCrypto = 0;
for (const name of ['sign', 'encrypt', 'decrypt', 'importKey', 'deriveKey'] as const) {
  const method = Reflect.get(crypto.subtle, name).bind(crypto.subtle);
  const value = async (...input: readonly unknown[]): Promise<unknown> => {
    pendingCrypto += 1;
    try {
      return await Reflect.apply(method, crypto.subtle, input);
    } finally {
      pendingCrypto -= 1;
    }
  };
  Object.defineProperty(crypto.subtle, name, { value, configurable: true, writable: true });
}

/** Answers one after the other, the last one from then on. */
export function answers(...list: readonly (number | (() => Response))[]): Answer {
  let count = 0;
  return () => {
    const next = list[Math.min(count, list.length - 1)] ?? 200;
    count += 1;
    return typeof next === 'number' ? new Response(null, { status: next }) : next();
  };
}

/** Where the deliveries are, the newest first. */
export async function statusOf(sender: WebhookSender): Promise<readonly string[]> {
  return (await sender.deliveries.list()).map(({ status }) => status);
}
