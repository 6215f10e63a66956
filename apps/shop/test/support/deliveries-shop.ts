import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IntegrationError } from '@patchbay/core';
import { connect } from '@patchbay/core/node';
import { type SqliteJobs, sqliteJobs } from '@patchbay/jobs-sqlite';
import { type FaultServer, type ReceivedRequest, serve } from '@patchbay/testing/node';
import { type Browser, createBrowser } from '@patchbay/tooling-story/browser';
import { type WebhookReceiver, webhookReceiver } from '@patchbay/webhooks';
import type { WebhookSender } from '@patchbay/webhooks/send';
import { newStandardSecret, signStandardWebhook, standardWebhooks } from '@patchbay/webhooks/signatures';
import * as z from 'zod';
import { createApp } from '../../src/app.tsx';
import { assemble } from '../../src/assemble.ts';
import { loadAssets } from '../../src/assets.ts';
import { createSender } from '../../src/desk/announce-sender.ts';
import { createReceiver } from '../../src/desk/receiver.ts';
import { createMonitor } from '../../src/monitor.ts';
import { requirementTree, type ShopHub } from '../../src/requirements.ts';
import { readSettings } from '../../src/settings.ts';
import { providerDefaults } from '../../src/start.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import type { Shop } from '../../src/web/context.ts';
import { deliveryRoutes } from '../../src/web/delivery-routes.tsx';
import { adapters, hasty } from './shop.ts';

/** A shop with one more source of webhooks, whose handling is in the hands of a test, and with somebody to tell. */
export interface DeliveriesShop extends AsyncDisposable {
  readonly url: string;
  readonly browser: Browser;
  readonly store: Store;
  readonly sender: WebhookSender;
  readonly jobs: SqliteJobs;
  /** Somebody who is told: each path is an endpoint of its own. It takes everything, unless a fault is planted. */
  readonly listener: FaultServer;
  /** Ids of events, as they were handled. */
  readonly handled: readonly string[];
  /** What handling throws from now on. */
  fail(error: Error | undefined): void;
  /** Delivers a signed event of the source `crm`, and returns the status of the answer. */
  deliver(id: string, objectId?: string): Promise<number>;
}

/** What the page may be asked for in production. */
type Site = Partial<Pick<Shop, 'isPublic' | 'monitorToken'>>;

const secret = newStandardSecret();

export async function openDeliveriesShop(site: Site = {}): Promise<DeliveriesShop> {
  const folder = await mkdtemp(join(tmpdir(), 'postcard-deliveries-'));
  let app: ReturnType<typeof createApp> | undefined;
  const server = await serve((request) => app?.fetch(request) ?? new Response(null, { status: 503 }));
  const listener = await serve(() => new Response());
  const store = openStore(folder);
  const { hub, shop } = await openParts({ folder, store, url: server.url, site });
  const jobs = sqliteJobs({ file: join(folder, 'deliveries.sqlite'), durability: 'process' });
  const crm = crmSource(hub, jobs);
  const sender = createSender({
    state: hub.state,
    jobs,
    dataFolder: folder,
    isPublic: false,
    allowedAddresses: ['127.0.0.0/8'],
    schedule: [0],
  });
  app = createApp(shop);
  const { receiver } = crm;
  app.route('/', deliveryRoutes(shop, { receiver, services: ['crm'], sender, jobs, queues: ['chores'] }));
  const workers = [receiver.work({ retry: () => 'never', pollMs: 50 }), sender.work({ pollMs: 50 })];
  return {
    url: server.url,
    browser: createBrowser(),
    store,
    sender,
    jobs,
    listener,
    ...crm,
    async [Symbol.asyncDispose]() {
      await Promise.all(workers.map((worker) => worker.close()));
      await Promise.all([server.close(), listener.close(), jobs.close(), hub.close()]);
      store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface PartsInput {
  readonly folder: string;
  readonly store: Store;
  readonly url: string;
  readonly site: Site;
}

async function openParts({ folder, store, url, site }: PartsInput) {
  const env = { SHOP_DATA: folder, ...hasty };
  const { settings } = readSettings(env);
  const defaults = providerDefaults(settings, url);
  const hub = await connect(requirementTree('EUR', false), { env, adapters, defaults });
  const monitor = createMonitor();
  const { desk } = await assemble({ hub, store, monitor, settings, localUrl: url });
  const receiver = createReceiver(desk);
  const operations = { auth: [], storage: [], payments: [], email: [] };
  const fixed = {
    assets: loadAssets(),
    currency: 'EUR',
    operations,
    hasSecondEmail: false,
    storageOrigin: url,
  };
  const shop: Shop = {
    desk,
    receiver,
    monitor,
    ...fixed,
    isPublic: false,
    monitorToken: undefined,
    ...site,
  };
  return { hub, shop };
}

const payloadSchema = z.object({ objectId: z.string() });

function crmSource({ state }: ShopHub, jobs: SqliteJobs) {
  const handled: string[] = [];
  let failure: Error | undefined;
  const receiver = webhookReceiver({
    sources: {
      crm: {
        from: standardWebhooks({
          secrets: secret,
          toEvents: (payload, { headers }) => [
            {
              dedupeKey: headers.get('webhook-id') ?? '',
              type: 'customer.updated',
              provider: 'crm',
              occurredAt: new Date(),
              objectId: payloadSchema.parse(payload).objectId,
            },
          ],
        }),
        handle: async ({ dedupeKey }) => {
          if (failure !== undefined) throw failure;
          handled.push(dedupeKey);
        },
      },
    },
    state,
    jobs,
  });
  return {
    receiver,
    handled,
    fail(error: Error | undefined) {
      failure = error;
    },
    deliver: (id: string, objectId = 'customer_1') => deliver(receiver, id, objectId),
  };
}

async function deliver(receiver: Pick<WebhookReceiver, 'handle'>, id: string, objectId: string) {
  const text = JSON.stringify({ objectId });
  const timestamp = Math.floor(Date.now() / 1000);
  const body = new TextEncoder().encode(text);
  const headers = await signStandardWebhook({ id, timestamp, body, secrets: secret });
  const request = new Request('http://127.0.0.1/webhooks/crm', {
    method: 'POST',
    headers: { ...headers },
    body: text,
  });
  return (await receiver.handle(request)).status;
}

/** Whether somebody who was given this secret would take a request for ours. */
export async function isSignedBy(
  secretOfEndpoint: string,
  { headers, body, target }: ReceivedRequest,
): Promise<boolean> {
  const source = standardWebhooks({ secrets: secretOfEndpoint, toEvents: () => [] });
  try {
    await source.webhooks.receive({ headers, body, url: `http://127.0.0.1${target}` });
    return true;
  } catch (error) {
    if (IntegrationError.is(error, 'webhook_rejected')) return false;
    throw error;
  }
}
