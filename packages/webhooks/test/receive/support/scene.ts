import { IntegrationError, type Interceptor } from '@patchbay/core';
import { JobsStore, memoryJobs } from '@patchbay/jobs-memory';
import type { PaymentEvent } from '@patchbay/payments';
import { stripePayments } from '@patchbay/payments-stripe';
import { MemoryStore, memoryState } from '@patchbay/state-memory';
import { virtualClock } from '@patchbay/testing';
import {
  type Delivery,
  type DeliveryOutcome,
  type ReceiverOptions,
  type ReceiverSource,
  type ReceiverWork,
  webhookReceiver,
} from '@patchbay/webhooks';
import { Stripe } from 'stripe';

export const secret = 'whsec_current_00000000000000000';
export const previousSecret = 'whsec_previous_0000000000000000';
export const start = Date.UTC(2026, 0, 1);

// The SDK's own signing code: an independent peer of ours.
const { webhooks } = new Stripe('sk_test_unused');

/** An event as Stripe tells it: about a customer, unless it says otherwise. */
export interface Told {
  readonly id: string;
  readonly about?: string;
  /** Seconds after the start of the scene. */
  readonly at?: number;
  readonly type?: string;
}

export function bodyOf({ id, about = 'cus_1', at = 0, type = 'customer.updated' }: Told): string {
  return JSON.stringify({
    id,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: start / 1000 + at,
    livemode: false,
    type,
    data: { object: { id: about, object: 'customer' } },
  });
}

interface Signing {
  readonly secret?: string;
  /** Seconds after the start of the scene. */
  readonly signedAt?: number;
  readonly path?: string;
}

/** A body as Stripe delivers it. */
export function deliver(payload: string, signing: Signing = {}): Request {
  const { signedAt = 0, path = '/webhooks/payments', secret: key = secret } = signing;
  const timestamp = start / 1000 + signedAt;
  const signature = webhooks.generateTestHeaderString({ payload, secret: key, timestamp });
  return post(payload, { path, headers: { 'stripe-signature': signature } });
}

export function post(
  body: string,
  { path = '/webhooks/payments', headers = {} }: { path?: string; headers?: Record<string, string> } = {},
): Request {
  return new Request(`https://shop.example${path}`, { method: 'POST', body, headers });
}

type Source = ReceiverSource<PaymentEvent>;
type Options = ReceiverOptions<{ payments: PaymentEvent }>;

/** How one machine of a scene is made. */
export interface MachineOptions extends Partial<Omit<Source, 'handle'>> {
  readonly handle?: (event: PaymentEvent, delivery: Delivery) => Promise<void> | void;
  readonly receiver?: Partial<Omit<Options, 'sources'>>;
  /** Around every call of the stores: `state.cas`, `jobs.enqueue`, … */
  readonly interceptor?: Interceptor;
}

/** What the machines of a scene share. */
function shared() {
  const clock = virtualClock({ start });
  const secrets = { secretKey: 'sk_test_webhooks', webhookSecret: [secret, previousSecret] };
  const handled: string[] = [];
  const outcomes: DeliveryOutcome[] = [];
  return {
    clock,
    store: new MemoryStore(),
    jobsStore: new JobsStore(),
    payments: stripePayments(secrets, { clock }),
    handled,
    outcomes,
  };
}

function makeMachine(
  { clock, store, jobsStore, payments, handled, outcomes }: ReturnType<typeof shared>,
  hasJobs: boolean,
  { handle, receiver: options = {}, interceptor, ...source }: MachineOptions = {},
) {
  const setup = { clock, ...(interceptor !== undefined && { interceptors: [interceptor] }) };
  const state = memoryState({ store }, setup);
  const jobs = memoryJobs({ store: jobsStore }, setup);
  const usual = (event: PaymentEvent): void => void handled.push(event.id);
  const receiver = webhookReceiver<{ payments: PaymentEvent }>({
    sources: { payments: { from: payments, handle: handle ?? usual, ...source } },
    state,
    ...(hasJobs && { jobs }),
    clock,
    onDelivery: (outcome) => void outcomes.push(outcome),
    ...options,
  });
  return { receiver, state, jobs };
}

/** Machines that share their stores, and what they have handled. */
export function scene({ hasJobs = true }: { readonly hasJobs?: boolean } = {}) {
  const world = shared();
  const machine = (options?: MachineOptions) => makeMachine(world, hasJobs, options);
  const { jobs } = machine();
  return {
    ...world,
    machine,
    /** Works until nothing waits any more. */
    async drain(receiver: ReturnType<typeof machine>['receiver'], options: ReceiverWork = {}): Promise<void> {
      const worker = receiver.work(options);
      for (let round = 0; round < 2000; round += 1) {
        await world.clock.advance(1000);
        const { ready, delayed, running } = await jobs.stats({ queue: 'webhooks.payments' });
        if (ready + delayed + running === 0) break;
      }
      await world.clock.settle(worker.close());
    },
    whats: () => world.outcomes.map(({ what }) => what),
  };
}

/** Fails calls of a store as long as it is told to. */
export function breakable(): Interceptor & { broken: string | undefined; calls: string[] } {
  return {
    broken: undefined,
    calls: [],
    async around({ operation }, next) {
      this.calls.push(operation);
      if (operation === this.broken)
        throw new IntegrationError({
          code: 'provider_unavailable',
          message: 'The store is away.',
          outcome: 'not_applied',
        });
      return next();
    },
  };
}
