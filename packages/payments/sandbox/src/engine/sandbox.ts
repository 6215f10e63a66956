import type { Kit } from '@patchbay/core';
import { respond } from '../pages/respond.ts';
import { finishProcessing } from './bank.ts';
import { booksOf, type SandboxBooks } from './books.ts';
import { followCheckout } from './checkouts.ts';
import { Deliveries } from './deliveries.ts';
import type { Desk } from './desk.ts';
import { decideDispute, openDisputeOf } from './disputes.ts';
import { catchUp, dueAt } from './due.ts';
import { fingerprint } from './fingerprint.ts';
import { isKind, type Ledger } from './ledger.ts';
import type { SandboxPlan } from './plans.ts';
import type { Delivery, Kind, RecordOf, SandboxEvent } from './records.ts';
import { refuse } from './refusal.ts';
import { Store } from './store.ts';
import { followSubscription, renewSubscription } from './subscriptions.ts';

/** What one sandbox account is made of. */
export interface SandboxSettings {
  readonly publicUrl: string;
  readonly plans: readonly SandboxPlan[];
  readonly webhook: { readonly url: string; readonly secret: string } | undefined;
  readonly file: string | undefined;
}

/** A write as the driver hands it over. */
export interface Write {
  readonly operation: string;
  readonly input: unknown;
  readonly key: string | undefined;
}

const shortestTimerMs = 100;
const longestTimerMs = 3_600_000;

/**
 * The sandbox itself, which `payments.native()` hands out. It has the hosted pages, what the payer's bank does, the
 * webhooks and the books.
 */
export class Sandbox {
  readonly #settings: SandboxSettings;
  readonly #kit: Kit;
  readonly #store: Store;
  readonly #deliveries: Deliveries | undefined;
  #nextDueAt = 0;
  #cancelTimer: (() => void) | undefined;
  #closed = false;

  private constructor(settings: SandboxSettings, kit: Kit, store: Store) {
    this.#settings = settings;
    this.#kit = kit;
    this.#store = store;
    if (settings.webhook === undefined) return;
    const { url, secret } = settings.webhook;
    const transact = <T>(work: (ledger: Ledger) => T): Promise<T> => store.transact(work);
    this.#deliveries = new Deliveries({ url, secret, kit, transact, ledger: () => store.ledger });
  }

  /** Opens an account; what its file holds goes on where it stopped, undelivered webhooks included. @internal */
  static async open(settings: SandboxSettings, kit: Kit): Promise<Sandbox> {
    const sandbox = new Sandbox(settings, kit, await Store.open(settings.file));
    await sandbox.transact(() => undefined);
    return sandbox;
  }

  /** Serves the hosted pages: a request whose path is not below `publicUrl` gets a 404. */
  async handle(request: Request): Promise<Response> {
    return (await this.respond(request)) ?? new Response('Not found\n', { status: 404 });
  }

  /** Serves the hosted pages; `undefined` for a request that is not for them. */
  respond(request: Request): Promise<Response | undefined> {
    return respond(this, new URL(this.#settings.publicUrl), request);
  }

  /** The bank's late answer to a payment that is processing, or to a refund that is pending. */
  async finishProcessing(id: string, verdict: 'succeeded' | 'failed'): Promise<void> {
    await this.transact((desk) => finishProcessing(desk, id, verdict));
  }

  /** The end of a subscription's period, now. */
  async renew(subscriptionId: string): Promise<void> {
    await this.transact((desk) => renewSubscription(desk, subscriptionId));
  }

  /** The payer disputes a captured payment. Resolves to the id of the dispute. */
  async openDispute(paymentId: string): Promise<string> {
    return (await this.transact((desk) => openDisputeOf(desk, paymentId))).id;
  }

  /** The bank's verdict on a dispute. */
  async decideDispute(disputeId: string, verdict: 'won' | 'lost'): Promise<void> {
    await this.transact((desk) => decideDispute(desk, disputeId, verdict));
  }

  /** The latest 1000 events, oldest first, each as it goes out in a webhook. */
  async events(): Promise<readonly SandboxEvent[]> {
    return this.look(({ ledger }) => ledger.events);
  }

  /** How far the webhook of each event is; empty without `webhookUrl`. */
  async deliveries(): Promise<readonly Delivery[]> {
    return this.look(({ ledger }) => ledger.deliveries);
  }

  /** Sends an event to `webhookUrl` once more, under its old id. */
  async redeliver(eventId: string): Promise<void> {
    if (this.#deliveries === undefined)
      throw refuse('missing_parameter', 'webhookUrl: set it to have webhooks delivered.');
    await this.#deliveries.redeliver(eventId);
  }

  /** Resolves when every webhook has arrived or was given up after its last attempt. */
  async settled(): Promise<void> {
    await this.#deliveries?.settled();
  }

  /** What was charged and given back, added up. */
  async books(): Promise<SandboxBooks> {
    return this.look(({ ledger }) => booksOf(ledger));
  }

  /**
   * One write under its idempotency key: the same key and input give the first answer again, without a second effect.
   * @internal
   */
  async write<K extends Kind>(
    kind: K,
    write: Write,
    work: (desk: Desk) => RecordOf<K>,
  ): Promise<RecordOf<K>> {
    return this.transact((desk) => {
      const { key, operation, input } = write;
      if (key === undefined) return structuredClone(work(desk));
      const print = fingerprint([operation, input]);
      const used = desk.ledger.recall(key, desk.now);
      if (used !== undefined && (used.fingerprint !== print || !isKind(used.result, kind))) {
        throw refuse('key_reused', 'The idempotency key was used with other input.');
      }
      if (used !== undefined && isKind(used.result, kind)) return structuredClone(used.result);
      const result = structuredClone(work({ ...desk, making: { kind, key } }));
      desk.ledger.remember({ key, at: desk.now, fingerprint: print, result: structuredClone(result) });
      return result;
    });
  }

  /** What a write under this key made, as it is now. @internal */
  async made<K extends Kind>(kind: K, key: string): Promise<RecordOf<K> | undefined> {
    return this.look(({ ledger }) => ledger.all(kind).findLast(({ vendorKey }) => vendorKey === key));
  }

  /** Runs `work` on the books and gives a copy of its result. @internal */
  async look<T>(work: (desk: Desk) => T): Promise<T> {
    return this.transact((desk) => structuredClone(work(desk)));
  }

  /** Runs `work` on the books as of now, saves them, and sends out what happened. @internal */
  async transact<T>(work: (desk: Desk) => T): Promise<T> {
    try {
      return await this.#store.transact((ledger) => {
        const desk = this.#deskFor(ledger);
        this.#catchUp(desk);
        return work(desk);
      });
    } finally {
      this.#deliveries?.wake();
      this.#setTimer();
    }
  }

  /** Stops timers and deliveries; what is not delivered is kept in the file. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelTimer?.();
    this.#deliveries?.close();
    await this.#store.idle();
  }

  #deskFor(ledger: Ledger): Desk {
    const { publicUrl, plans, webhook } = this.#settings;
    const now = this.#kit.clock.now();
    const desk: Desk = {
      ledger,
      now,
      publicUrl,
      plans,
      emit(type, record) {
        const event = ledger.emit(type, record, now);
        if (webhook !== undefined) Deliveries.enqueue(ledger, event);
      },
      follow(record) {
        if (record.kind === 'payment') followSubscription(desk, record);
        followCheckout(desk, record);
      },
    };
    return desk;
  }

  #catchUp(desk: Desk): void {
    if (desk.now < this.#nextDueAt) return;
    catchUp(desk, desk.ledger.records());
    this.#nextDueAt = 0;
  }

  /** Only who waits for webhooks hears of what time brings; everybody else sees it at the next call. */
  #setTimer(): void {
    this.#cancelTimer?.();
    const times = this.#store.ledger.records().flatMap((record) => dueAt(record) ?? []);
    this.#nextDueAt = Math.min(Number.POSITIVE_INFINITY, ...times);
    if (this.#deliveries === undefined || this.#closed || times.length === 0) return;
    const { clock } = this.#kit;
    const waitMs = Math.min(Math.max(this.#nextDueAt - clock.now(), shortestTimerMs), longestTimerMs);
    this.#cancelTimer = clock.after(waitMs, () => void this.transact(() => undefined).catch(() => undefined));
  }
}
