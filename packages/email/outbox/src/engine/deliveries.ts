import type { Kit } from '@patchbay/core';
import { signWebhook } from '@patchbay/core/webhook';
import type { Collection } from './collection.ts';
import type { MarkRecord, OutboxEvent } from './records.ts';

/** The header that carries the signature. */
export const signatureHeader = 'patchbay-signature';

const mostAttempts = 8;
const firstWaitMs = 1000;
const waitGrowth = 3; // 1 s, 3 s, 9 s, … 12 min: about 18 minutes in all
const answerMs = 10_000;
const gone = 410;

/** What the sender of webhooks works with. */
export interface DeliveryContext {
  readonly url: string;
  readonly secret: string;
  readonly kit: Kit;
  /** Marks events that have not arrived yet: they are sent after a restart. */
  readonly pending: Collection<MarkRecord>;
}

interface Delivery {
  readonly event: OutboxEvent;
  attempts: number;
  dueAt: number;
}

/** Sends events until they arrive: signed, again and again with longer waits, in order for each mail. */
export class Deliveries {
  readonly #context: DeliveryContext;
  readonly #waiting: Delivery[] = [];
  readonly #underWay = new Map<string, AbortController>();
  #waiters: (() => void)[] = [];
  #cancelTimer: (() => void) | undefined;
  #closed = false;

  constructor(context: DeliveryContext) {
    this.#context = context;
  }

  /** Notes an event for sending, before it is kept: so that none is kept and never sent. */
  async note({ id, createdAt, sequence }: OutboxEvent): Promise<void> {
    await this.#context.pending.add({ id, createdAt, sequence });
  }

  /** Sends an event as soon as the caller has its answer. */
  enqueue(event: OutboxEvent): void {
    this.#waiting.push({ event, attempts: 0, dueAt: this.#context.kit.clock.now() });
    this.#wake();
  }

  /** Takes up what an earlier process could not deliver. */
  async resume(events: readonly OutboxEvent[]): Promise<void> {
    const marks = new Set((await this.#context.pending.all()).map(({ id }) => id));
    for (const event of events) if (marks.has(event.id)) this.enqueue(event);
  }

  /** Resolves when every event has arrived or was given up. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
      this.#wake();
    });
  }

  close(): void {
    this.#closed = true;
    for (const controller of this.#underWay.values()) controller.abort();
    this.#wake();
  }

  #wake(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (this.#closed || this.#waiting.length === 0) this.#release();
    const heads = this.#closed ? [] : this.#heads();
    if (heads.length === 0) return;
    const { clock } = this.#context.kit;
    const nextAt = Math.min(...heads.map(({ dueAt }) => dueAt));
    this.#cancelTimer = clock.after(Math.max(0, nextAt - clock.now()), () => this.#sendDue());
  }

  /** The first delivery of each mail that has none under way. */
  #heads(): readonly Delivery[] {
    const heads = new Map<string, Delivery>();
    for (const delivery of this.#waiting) {
      const { mailId } = delivery.event;
      if (!heads.has(mailId) && !this.#underWay.has(mailId)) heads.set(mailId, delivery);
    }
    return [...heads.values()];
  }

  #sendDue(): void {
    const now = this.#context.kit.clock.now();
    for (const delivery of this.#heads()) if (delivery.dueAt <= now) void this.#deliver(delivery);
    this.#wake();
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const { event } = delivery;
    const controller = new AbortController();
    this.#underWay.set(event.mailId, controller);
    const status = await this.#post(event, controller);
    if (!this.#closed) await this.#record(delivery, status);
    this.#underWay.delete(event.mailId);
    this.#wake();
  }

  /** The status of the answer; `undefined` when none came. */
  async #post(event: OutboxEvent, controller: AbortController): Promise<number | undefined> {
    const { url, secret, kit } = this.#context;
    const body = new TextEncoder().encode(JSON.stringify(event));
    const signature = await signWebhook(body, secret, Math.floor(kit.clock.now() / 1000));
    const cancelTimeout = kit.clock.after(answerMs, () => controller.abort());
    const headers = { 'content-type': 'application/json', [signatureHeader]: signature };
    const { signal } = controller;
    const request = { method: 'POST', headers, body, redirect: 'manual', signal } as const;
    try {
      const response = await kit.transport.fetch(url, request);
      await response.body?.cancel();
      return response.status;
    } catch {
      return undefined;
    } finally {
      cancelTimeout();
    }
  }

  async #record(delivery: Delivery, status: number | undefined): Promise<void> {
    delivery.attempts += 1;
    const hasArrived = status !== undefined && status >= 200 && status < 300;
    if (!hasArrived && status !== gone && delivery.attempts < mostAttempts) {
      const waitMs = firstWaitMs * waitGrowth ** (delivery.attempts - 1);
      delivery.dueAt = this.#context.kit.clock.now() + waitMs;
      return;
    }
    this.#waiting.splice(this.#waiting.indexOf(delivery), 1);
    // A mark that stays brings the event once more after a restart; its receiver knows it by its key.
    await this.#context.pending.remove(delivery.event.id).catch(() => undefined);
  }

  #release(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const resolve of waiters) resolve();
  }
}
