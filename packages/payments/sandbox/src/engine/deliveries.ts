import type { Kit } from '@patchbay/core';
import { signWebhook } from '@patchbay/core/webhook';
import type { Ledger } from './ledger.ts';
import type { Delivery, SandboxEvent } from './records.ts';
import { refuse } from './refusal.ts';

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
  /** Runs on the books and saves them. */
  transact<T>(work: (ledger: Ledger) => T): Promise<T>;
  ledger(): Ledger;
}

/** Sends events until they arrive: signed, again and again with longer waits, in order for each object. */
export class Deliveries {
  readonly #context: DeliveryContext;
  readonly #underWay = new Map<string, AbortController>();
  #waiters: (() => void)[] = [];
  #cancelTimer: (() => void) | undefined;
  /** The disk refused to take note of an attempt: nothing is sent for a while. */
  #notBefore = 0;
  #closed = false;

  constructor(context: DeliveryContext) {
    this.#context = context;
  }

  /** Notes an event for sending; `wake` sends it. */
  static enqueue(ledger: Ledger, event: SandboxEvent): void {
    ledger.deliveries.push({
      eventId: event.id,
      objectId: event.object.id,
      state: 'pending',
      attempts: 0,
      dueAt: event.createdAt,
    });
  }

  /** Sends what is due as soon as the caller has its answer, and sets the timer for the rest. */
  wake(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const heads = this.#closed ? [] : this.#heads();
    if (heads.length === 0 && this.#underWay.size === 0) this.#release();
    if (heads.length === 0) return;
    const { clock } = this.#context.kit;
    const nextAt = Math.max(this.#notBefore, Math.min(...heads.map(({ dueAt }) => dueAt)));
    this.#cancelTimer = clock.after(Math.max(0, nextAt - clock.now()), () => this.#sendDue());
  }

  /** Resolves when every event has arrived or was given up. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
      this.wake();
    });
  }

  /** Sends an event once more, from a first attempt on. */
  async redeliver(eventId: string): Promise<void> {
    await this.#context.transact(({ deliveries }) => {
      const delivery = deliveries.find((candidate) => candidate.eventId === eventId);
      if (delivery === undefined) throw refuse('no_such_object', `There is no event ${eventId} to deliver.`);
      Object.assign(delivery, { state: 'pending', attempts: 0, dueAt: this.#context.kit.clock.now() });
    });
    this.wake();
  }

  close(): void {
    this.#closed = true;
    for (const controller of this.#underWay.values()) controller.abort();
    this.wake();
    this.#release();
  }

  /** The first pending delivery of each object that has none under way. */
  #heads(): readonly Delivery[] {
    const heads = new Map<string, Delivery>();
    for (const delivery of this.#context.ledger().deliveries) {
      const { state, objectId } = delivery;
      if (state === 'pending' && !heads.has(objectId) && !this.#underWay.has(objectId))
        heads.set(objectId, delivery);
    }
    return [...heads.values()];
  }

  #sendDue(): void {
    const now = this.#context.kit.clock.now();
    for (const delivery of this.#heads())
      if (Math.max(delivery.dueAt, this.#notBefore) <= now) void this.#deliver(delivery);
    this.wake();
  }

  async #deliver({ eventId, objectId }: Delivery): Promise<void> {
    const controller = new AbortController();
    this.#underWay.set(objectId, controller);
    const event = this.#context.ledger().events.find(({ id }) => id === eventId);
    const status = event === undefined ? gone : await this.#post(event, controller);
    if (!this.#closed) await this.#record(eventId, status);
    this.#underWay.delete(objectId);
    this.wake();
  }

  /** The status of the answer; `undefined` when none came. */
  async #post(event: SandboxEvent, controller: AbortController): Promise<number | undefined> {
    const { url, secret, kit } = this.#context;
    const body = new TextEncoder().encode(JSON.stringify(event));
    const signature = await signWebhook(body, secret, Math.floor(kit.clock.now() / 1000));
    const cancelTimeout = kit.clock.after(answerMs, () => controller.abort());
    try {
      const headers = { 'content-type': 'application/json', [signatureHeader]: signature };
      const { signal } = controller;
      const response = await kit.transport.fetch(url, {
        method: 'POST',
        headers,
        body,
        redirect: 'manual',
        signal,
      });
      await response.body?.cancel();
      return response.status;
    } catch {
      return undefined;
    } finally {
      cancelTimeout();
    }
  }

  async #record(eventId: string, status: number | undefined): Promise<void> {
    const now = this.#context.kit.clock.now();
    const noting = this.#context.transact(({ deliveries }) => {
      const delivery = deliveries.find((candidate) => candidate.eventId === eventId);
      if (delivery === undefined) return;
      delivery.attempts += 1;
      if (status === undefined) delete delivery.lastStatus;
      else delivery.lastStatus = status;
      if (status !== undefined && status >= 200 && status < 300) delivery.state = 'delivered';
      else if (status === gone || delivery.attempts >= mostAttempts) delivery.state = 'given_up';
      else delivery.dueAt = now + firstWaitMs * waitGrowth ** (delivery.attempts - 1);
    });
    await noting.catch(() => {
      this.#notBefore = now + firstWaitMs;
    });
  }

  #release(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const resolve of waiters) resolve();
  }
}
