import { type Setup, systemClock } from '@patchbay/core';
import { withLedger } from '@patchbay/core/ledger';
import { payments as paymentsContract } from '@patchbay/payments';
import { createApp } from './app.tsx';
import { loadAssets } from './assets.ts';
import { createAnnouncer } from './desk/announce.ts';
import { createSender } from './desk/announce-sender.ts';
import { createDesk, type Desk } from './desk/desk.ts';
import { directoryQueue } from './desk/directory.ts';
import { mailQueue } from './desk/mail-job.ts';
import { createReceiver } from './desk/receiver.ts';
import { settleQueue } from './desk/sweep.ts';
import { type BackgroundWork, createWork } from './desk/work.ts';
import { joinAccounts } from './email-accounts.ts';
import { createLive } from './live.ts';
import type { Monitor } from './monitor.ts';
import { foundations, mapCategories, requirementsFor, type ShopHub } from './requirements.ts';
import type { Settings } from './settings.ts';
import type { Store } from './store/store.ts';
import { callRecorder } from './timeline.ts';
import { deliveryRoutes } from './web/delivery-routes.tsx';

/** What a shop is made of. */
export interface Parts {
  readonly hub: ShopHub;
  readonly store: Store;
  readonly monitor: Monitor;
  readonly settings: Settings;
  /** Where this machine reaches it. */
  readonly localUrl: string;
  /** For tests. Default: the clock of the machine. */
  readonly clock?: Desk['clock'];
}

/** A shop that needs nothing more than a port. */
export interface AssembledShop {
  readonly desk: Desk;
  readonly work: BackgroundWork;
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/** Where the shop's own work waits. */
const queues = [mailQueue, settleQueue, directoryQueue];

/** Joins the parts of the shop. Makes no request. */
export async function assemble(parts: Parts): Promise<AssembledShop> {
  const { hub, store, monitor, settings, localUrl, clock = systemClock } = parts;
  const { currency, sender, isPublic, monitorToken, hasSecondEmail, publicUrl = localUrl } = settings;
  const settleAfterMs = settings.settleAfterSeconds * 1000;
  const { auth, storage, payments, state, jobs } = hub;
  const assets = loadAssets();
  const { dataFolder, allowedEndpoints: allowedAddresses } = settings;
  const outgoingParts = { state, jobs, dataFolder, allowedAddresses, isPublic, clock };
  const outgoing = createSender({ ...outgoingParts, onDelivery: monitor.countSent });
  const desk = createDesk({
    auth,
    storage,
    payments,
    moneyBack: withLedger(paymentsContract, payments, { memory: state.keyMemory('payments:'), clock }),
    state,
    jobs,
    email: joinAccounts(hub.email, state),
    store,
    live: createLive(),
    announcer: createAnnouncer({ announcements: store.announcements, sender: outgoing, clock }),
    clock,
    settleAfterMs,
    publicUrl,
    sender,
    artOf: (postcardId) => assets.bytes(`/art/${postcardId}.svg`),
  });
  const receiver = createReceiver(desk, monitor.countReceived);
  const needs = requirementsFor(currency);
  const operations = mapCategories((category) => needs[category].operations);
  const storageOrigin = await originOf(desk);
  const site = { assets, currency, operations, isPublic, hasSecondEmail, storageOrigin };
  const shop = { desk, receiver, ...site, monitor, monitorToken };
  const app = createApp(shop);
  const deliveries = { receiver, services: ['payments', 'email'], sender: outgoing, jobs };
  monitor.watchQueues(jobs, queues);
  app.route('/', deliveryRoutes(shop, { ...deliveries, queues }));
  return { desk, work: createWork(desk, { receiver, sender: outgoing }), fetch: app.fetch };
}

/** What watches the calls: all are counted, and those that a buyer causes are told by the timelines of orders. */
export function setupFor({ interceptors }: Monitor, store: Store) {
  const recorded = [...interceptors, callRecorder(store.timeline.add)];
  return ({ category }: { readonly category: string }): Setup => ({
    interceptors: foundations.some((foundation) => foundation === category) ? interceptors : recorded,
  });
}

/** Where browsers send pictures to and see them. */
async function originOf({ storage }: Pick<Desk, 'storage'>): Promise<string> {
  return new URL((await storage.presign.get('pictures')).url).origin;
}
