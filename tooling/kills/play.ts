import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '@patchbay/testing';
import { freePort } from '@patchbay/testing/node';
import { type Customers, customersOf } from './customers.ts';
import { type Desk, openDesk } from './desk.ts';
import { drawKills, type Kill } from './draw.ts';
import type { Books } from './judge.ts';
import { momentsOf } from './moments.ts';
import type { PlantName } from './planted.ts';
import type { Settings, StoreName } from './settings.ts';
import { type Stage, stageOf } from './stage.ts';
import { startStore } from './start-store.ts';
import { readStory } from './story.ts';
import { startVendors, type Vendors } from './vendors.ts';

/** What is played. */
export interface Play {
  readonly store: StoreName;
  readonly kills: number;
  readonly ordersPerKill: number;
  readonly seed: number;
  readonly planted: PlantName | undefined;
  /** Told of every kill, and whether it was where it was to be. */
  readonly onKill: (kill: Kill, isHit: boolean) => void;
}

/** What came of it. */
export interface Played {
  readonly books: Books;
  /** What went wrong with the play itself. */
  readonly failures: readonly string[];
}

const redeliverMs = 250;

/**
 * Orders are paid and mails are sent while the processes that do it are killed; in the end nobody is, and all is read.
 */
export async function play({ store, kills, ordersPerKill, seed, planted, onKill }: Play): Promise<Played> {
  await using kept = await startStore(store);
  const storyFile = join(kept.folder, 'story');
  const seenByVendors = momentsOf(0, storyFile);
  const port = await freePort();
  const end: Stage['end'] = (phase) => stage.end(phase);
  await using vendors = await startVendors(port, { moments: seenByVendors, end });
  const { stripeUrl, sendgridUrl } = vendors;
  const common = { store, where: kept.where, port, stripeUrl, sendgridUrl, storyFile, begunAt: Date.now() };
  const settings: Settings = { ...common, ...(planted !== undefined && { planted }) };
  await using desk = openDesk(settings);
  await desk.prepare();
  await using stage = stageOf({ settings, cache: join(kept.folder, 'compiled') }, seenByVendors);
  const customers = customersOf(`http://127.0.0.1:${port}`);
  const redelivery = setInterval(() => vendors.redeliver(), redeliverMs);
  try {
    await stage.open();
    for (const kill of drawKills(kills, seededRandom(seed))) {
      customers.come(ordersPerKill);
      onKill(kill, await stage.shoot(kill));
      await stage.restart();
    }
    await untilQuiet({ customers, vendors, desk });
  } finally {
    clearInterval(redelivery);
    customers.leave();
  }
  const { killed, failures } = stage;
  const story = readStory(storyFile);
  const books = { ...(await desk.read()), ...booksOf(vendors, customers), story, killed };
  return { books, failures };
}

interface Everybody {
  readonly customers: Customers;
  readonly vendors: Vendors;
  readonly desk: Desk;
}

const patienceMs = 60_000;
const lookMs = 300;
const looks = 3;

/** Until nothing was to be done for a few looks; what takes too long is left to the judge. */
async function untilQuiet({ customers, vendors, desk }: Everybody): Promise<void> {
  const endsAt = performance.now() + patienceMs;
  for (let quiet = 0; quiet < looks && performance.now() < endsAt; await pause(lookMs)) {
    const left = Object.values(await desk.left()).reduce((sum, count) => sum + count, 0);
    quiet = left + customers.waiting() + vendors.undelivered() === 0 ? quiet + 1 : 0;
  }
}

/** What the vendors have in theirs. */
function booksOf({ stripe, sendgrid, undelivered }: Vendors, { orders, waiting }: Customers) {
  const { payments, charges } = stripe.ledger;
  const orderOf = new Map(payments.map(({ id, metadata }) => [id, metadata['order'] ?? '']));
  return {
    ordered: orders,
    unanswered: waiting(),
    undelivered: undelivered(),
    charged: charges
      .filter(({ status }) => status === 'succeeded')
      .map(({ paymentIntent = '' }) => orderOf.get(paymentIntent) ?? ''),
    accepted: sendgrid.accepted.map(({ customArgs }) => customArgs['order'] ?? ''),
  };
}
