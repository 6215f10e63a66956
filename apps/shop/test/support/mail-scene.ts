import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IntegrationError, type Interceptor } from '@patchbay/core';
import { outboxEmail } from '@patchbay/email-outbox';
import { sendgridEmail } from '@patchbay/email-sendgrid';
import { sendgridFake } from '@patchbay/email-sendgrid/fake';
import { type SqliteJobs, sqliteJobs } from '@patchbay/jobs-sqlite';
import { money } from '@patchbay/payments';
import { fsStorage } from '@patchbay/storage-fs';
import { type VirtualClock, virtualClock } from '@patchbay/testing';
import { type FaultServer, pendingFiles, serve } from '@patchbay/testing/node';
import { createPost, type Post } from '../../src/desk/post.ts';
import { sendMails } from '../../src/desk/send-mails.ts';
import { newId } from '../../src/ids.ts';
import { createLive } from '../../src/live.ts';
import type { MailRow } from '../../src/mail.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { signal } from './gates.ts';
import { buyer } from './shop.ts';

/** Mails of a shop on a clock that a test moves, and those who hand them over. */
export interface MailScene extends AsyncDisposable {
  readonly store: Store;
  readonly clock: VirtualClock;
  /** Before a provider that knows no keys. */
  readonly server: FaultServer;
  /** Wants the receipt of an order. */
  want(): MailRow;
  /** A desk with a store of jobs of its own, at the same file: like another process, but for the shop's own file. */
  openDesk(): MailDesk;
  /** The keys of what the provider took. */
  taken(): Promise<readonly string[]>;
  /** The next so many answers of the provider wait for the function that this returns; they may be failures then. */
  holdAnswers(count: number): (error?: Error) => void;
}

export interface MailDesk {
  readonly post: Post;
  readonly jobs: SqliteJobs;
  /** What went wrong on the way to the queue. */
  readonly complaints: readonly unknown[];
  /** Begins to hand over. */
  work(): void;
  /** What the store of jobs does with its calls from now on: `held` ones wait, as those of a process that stands still. */
  become(state: StoreState): void;
}

type StoreState = 'there' | 'away' | 'held';

const apiKey = 'SG.shop.key';

export async function openMailScene(name: ProviderName = 'sendgrid'): Promise<MailScene> {
  const folder = await mkdtemp(join(tmpdir(), 'postcard-mails-'));
  const clock = virtualClock({ start: Date.now(), busy: pendingFiles });
  const store = openStore(folder);
  const { holdAnswers, interceptor } = answerGate();
  const { email, server, taken, close } = await openProvider(name, folder, interceptor);
  const storage = fsStorage({ root: join(folder, 'storage') });
  const place = { publicUrl: 'http://127.0.0.1:4242', sender: 'orders@postcards.example' };
  const parts = {
    ...place,
    email,
    storage,
    store,
    clock,
    live: createLive(),
    artOf: () => new Uint8Array(1),
  };
  const desks: ReturnType<typeof openDesk>[] = [];
  return {
    store,
    clock,
    server,
    want: () => wantReceipt(store),
    openDesk() {
      const desk = openDesk(parts, join(folder, 'jobs.sqlite'));
      desks.push(desk);
      return desk;
    },
    taken,
    holdAnswers,
    async [Symbol.asyncDispose]() {
      await clock.settle(Promise.all(desks.map((desk) => desk.close())));
      await Promise.all([close(), storage.close()]);
      store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type ProviderName = 'sendgrid' | 'outbox';

/** One that knows no keys, or one that does. What fails is not tried again within a call. */
async function openProvider(name: ProviderName, folder: string, interceptor: Interceptor) {
  const fake = sendgridFake({ apiKey });
  const server = await serve(fake);
  const setup = { interceptors: [interceptor], policy: { retry: false, breaker: false } } as const;
  const outbox = outboxEmail({ root: join(folder, 'email') }, setup);
  const sendgrid = sendgridEmail({ apiKey, baseUrl: server.url }, setup);
  const takenBy: Readonly<Record<ProviderName, MailScene['taken']>> = {
    sendgrid: async () => fake.accepted.map(({ customArgs }) => customArgs['mail'] ?? ''),
    outbox: async () => (await (await outbox.native()).mails()).map(({ metadata }) => metadata['mail'] ?? ''),
  };
  return {
    email: name === 'outbox' ? outbox : sendgrid,
    server,
    taken: takenBy[name],
    close: () => Promise.all([server.close(), outbox.close(), sendgrid.close()]),
  };
}

function wantReceipt({ orders, mails }: Store): MailRow {
  const [orderId, amount] = [newId('order'), money(400, 'EUR')];
  const key = `receipt:${orderId}`;
  const placedAt = new Date();
  orders.add({ id: orderId, postcardId: 'north', copies: 1, total: amount, placedAt, email: buyer });
  mails.want({ key, orderId, kind: 'receipt', to: buyer, amount });
  const row = mails.get(key);
  if (row === undefined) throw new Error('It is not wanted.');
  return row;
}

type DeskParts = Omit<Parameters<typeof sendMails>[0], 'jobs'> & { readonly clock: VirtualClock };

function openDesk(parts: DeskParts, file: string): MailDesk & { close(): Promise<void> } {
  const store = jobsGate();
  const { clock } = parts;
  const jobs = sqliteJobs({ file, durability: 'process' }, { clock, interceptors: [store.interceptor] });
  const complaints: unknown[] = [];
  const post = createPost({ ...parts, jobs, onError: (error) => complaints.push(error) });
  const workers: ReturnType<typeof sendMails>[] = [];
  return {
    post,
    jobs,
    complaints,
    work: () => void workers.push(sendMails({ ...parts, jobs })),
    become: store.become,
    async close() {
      store.become('there');
      await Promise.all([post.close(), ...workers.map((worker) => worker.close())]);
      await jobs.close();
    },
  };
}

function jobsGate() {
  let state: StoreState = 'there';
  let isBack = signal();
  const interceptor: Interceptor = {
    async around(_operation, next) {
      if (state === 'held') await isBack.given;
      if (state !== 'away') return next();
      const message = 'The store of jobs is away.';
      throw new IntegrationError({ code: 'provider_unavailable', message, outcome: 'not_applied' });
    },
  };
  return {
    interceptor,
    become(next: StoreState) {
      isBack.give();
      isBack = signal();
      state = next;
    },
  };
}

function answerGate() {
  let held = 0;
  let gate = signal();
  let failure: Error | undefined;
  const interceptor: Interceptor = {
    async around(_operation, next) {
      const isHeld = held > 0;
      held -= 1;
      const { given } = gate;
      const answer = await next();
      if (isHeld) await given;
      if (isHeld && failure !== undefined) throw failure;
      return answer;
    },
  };
  return {
    interceptor,
    holdAnswers(count: number) {
      held = count;
      gate = signal();
      return (error?: Error) => {
        failure = error;
        gate.give();
      };
    },
  };
}
