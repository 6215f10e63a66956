import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@patchbay/core/node';
import { money } from '@patchbay/payments';
import { type StripeFake, stripeFake } from '@patchbay/payments-stripe/fake';
import { type VirtualClock, virtualClock } from '@patchbay/testing';
import { pendingFiles } from '@patchbay/testing/node';
import { type AssembledShop, assemble } from '../../src/assemble.ts';
import { newId } from '../../src/ids.ts';
import { createMonitor, type Monitor } from '../../src/monitor.ts';
import { requirementTree } from '../../src/requirements.ts';
import { readSettings } from '../../src/settings.ts';
import { providerDefaults } from '../../src/start.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { createGates, type Gates } from './gates.ts';
import { adapters, buyer, hasty } from './shop.ts';

type StripeEvent = StripeFake['events'][number];

/** A shop without a port, whose provider, clock and order of events are in the hands of a test. */
export interface RaceShop extends AsyncDisposable {
  readonly fake: StripeFake;
  readonly clock: VirtualClock;
  readonly gates: Gates;
  readonly store: Store;
  /** Writes an order down and opens its payment page; returns the page's address. */
  order(orderId: string): Promise<string>;
  /** Opens a payment page like that of the order, which is not written down. */
  pageWithoutOrder(orderId: string): Promise<string>;
  /** Pays there and closes the tab: what the provider then has to tell. */
  pay(page: string): Promise<readonly StripeEvent[]>;
  /** Brings a webhook, and returns the status of the answer. */
  deliver(event: StripeEvent | undefined): Promise<number>;
  /** Comes back from the payment page. */
  comeBack(orderId: string): Promise<number>;
  /** Resolves at the next event whose handling ends so. */
  nextEvent(what: 'handled' | 'failed'): Promise<void>;
  /** Moves time on until that has happened, however long the work of a moment takes. */
  passUntil(happened: Promise<void>): Promise<void>;
  /** The same until something is so, which is looked at ten times a second. */
  passUntilSo(isSo: () => boolean): Promise<void>;
}

const url = 'http://127.0.0.1:4242';
const sessionId = 'session-of-ada';
const secretKey = 'sk_test_shop';
const webhook = { url: `${url}/webhooks/payments`, secret: 'whsec_shop' };

/** Tests deliver by hand. */
const deliverNothing: typeof fetch = async () => new Response();

export async function openRaceShop(changes: Readonly<Record<string, string>> = {}): Promise<RaceShop> {
  const folder = await mkdtemp(join(tmpdir(), 'postcard-races-'));
  const fake = stripeFake({ secretKey, webhook: { ...webhook, fetch: deliverNothing } });
  const clock = virtualClock({ start: Date.now(), busy: pendingFiles });
  const gates = createGates();
  const store = openStore(folder);
  const env = {
    SHOP_DATA: folder,
    PAYMENTS_PROVIDER: 'stripe',
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_WEBHOOK_SECRET: webhook.secret,
    ...hasty,
    ...changes,
  };
  const { settings } = readSettings(env);
  const hub = await connectAll(env, { fake, clock, gates });
  const ends = new Map<string, () => void>();
  const monitor: Monitor = { ...createMonitor(), countReceived: ({ what }) => ends.get(what)?.() };
  const shop = await assemble({ hub, store, monitor, settings, localUrl: url, clock });
  signInAda(store);
  await Promise.all([hub.state.check(), hub.jobs.check()]);
  shop.work.start();
  return {
    fake,
    clock,
    gates,
    store,
    ...actions(shop, fake),
    nextEvent: (what) => new Promise((resolve) => ends.set(what, resolve)),
    ...passing(clock),
    async [Symbol.asyncDispose]() {
      await clock.settle(shop.work.close());
      await hub.close();
      store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** All integrations: payments without a network, and what keeps the work of the shop by the clock of the test. */
function connectAll(
  env: Readonly<Record<string, string>>,
  { fake, clock, gates }: Pick<RaceShop, 'fake' | 'clock' | 'gates'>,
) {
  const interceptors = [gates];
  const transport = {
    fetch: (...request: Parameters<typeof fetch>) => fake.handle(new Request(...request)),
  };
  return connect(requirementTree('EUR', false), {
    env,
    adapters,
    defaults: providerDefaults(readSettings(env).settings, url),
    setup: ({ category }) =>
      category === 'state' || category === 'jobs' ? { interceptors, clock } : { interceptors, transport },
  });
}

function signInAda({ accounts, sessions }: Store): void {
  accounts.add({ id: 'account_ada', name: 'Ada', email: buyer });
  const identity = { issuer: 'https://id.test', subject: 'ada' };
  const expiresAt = new Date(Date.now() + 3_600_000);
  sessions.add(sessionId, { accountId: 'account_ada', identity, expiresAt, entries: [] });
}

function passing(clock: VirtualClock): Pick<RaceShop, 'passUntil' | 'passUntilSo'> {
  const passUntil = async (happened: Promise<void>): Promise<void> => {
    await clock.settle(happened, { guardMs: 60_000 });
    await happened;
  };
  const watch = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise<void>((resolve) => void clock.after(100, resolve));
  };
  return { passUntil, passUntilSo: (isSo) => passUntil(watch(isSo)) };
}

type Actions = Pick<RaceShop, 'order' | 'pageWithoutOrder' | 'pay' | 'deliver' | 'comeBack'>;

function actions({ desk, fetch }: AssembledShop, fake: StripeFake): Actions {
  const headers = { cookie: `postcard-shop=${sessionId}`, origin: url };
  return {
    async order(order) {
      const body = new URLSearchParams({ order, postcard: 'north', copies: '1', email: buyer });
      const response = await fetch(new Request(`${url}/orders`, { method: 'POST', headers, body }));
      return response.headers.get('location') ?? '';
    },
    async pageWithoutOrder(reference) {
      const item = { name: 'North', unitAmount: money(400, 'EUR'), quantity: 1 };
      const back = `${url}/orders/${reference}/return`;
      const checkout = await desk.payments.checkout.create(
        { items: [item], reference, successUrl: back, cancelUrl: back },
        { idempotencyKey: reference },
      );
      return checkout.url ?? '';
    },
    async pay(page) {
      const before = fake.events.length;
      const body = new URLSearchParams({ number: '4242424242424242', email: buyer });
      await fake.handle(new Request(page, { method: 'POST', body }));
      return fake.events.slice(before);
    },
    async deliver(event) {
      if (event === undefined) throw new Error('There is no such event.');
      return (await fetch(await fake.sign(event))).status;
    },
    comeBack: async (orderId) =>
      (await fetch(new Request(`${url}/orders/${orderId}/return`, { headers }))).status,
  };
}

/** How often it turned paid, and by whom; and how many receipts that made. */
export function paidOf({ store }: Pick<RaceShop, 'store'>, orderId: string) {
  const changes = store.timeline.ofOrder(orderId).filter((entry) => entry.kind === 'change');
  const paid = changes.filter(({ change }) => change === 'captured').map(({ by }) => by);
  const { paymentId = '' } = store.orders.get(orderId) ?? {};
  const { captured } = store.payments.get(paymentId) ?? {};
  return { paid, captured: captured?.minor, receipts: store.mails.ofOrder(orderId).length };
}

export const newOrderId = (): string => newId('order');
