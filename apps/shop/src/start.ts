import { join } from 'node:path';
import type { Problem } from '@patchbay/core';
import { type ConfigSource, connect, inspectConfig } from '@patchbay/core/node';
import { observeHealth } from '@patchbay/prometheus';
import { assemble, setupFor } from './assemble.ts';
import { cannotOpen } from './cannot-open.ts';
import type { Desk } from './desk/desk.ts';
import { accountDefaults } from './email-accounts.ts';
import { listen } from './listen.ts';
import { createMonitor } from './monitor.ts';
import { type Category, mapCategories, requirementTree } from './requirements.ts';
import { readSettings, type Settings } from './settings.ts';
import { openStore } from './store/store.ts';
import { callbackPath } from './web/auth-routes.tsx';
import { pagesPaths } from './web/context.ts';
import { mailWebhookPath, paymentWebhookPath } from './web/machine-routes.ts';

/** A shop that takes orders. */
export interface RunningShop {
  readonly url: string;
  /** Who provides what. */
  readonly providers: Readonly<Record<Category, string>>;
  /** Finishes what it is doing, then lets go of everything. */
  close(): Promise<void>;
}

interface Start {
  readonly settings: Settings;
  /** Where configuration comes from, for a shop that this machine reaches there. */
  readonly source: (localUrl: string) => ConfigSource;
}

/**
 * Checks the configuration, opens the shop's port and connects its integrations, in this order.
 * @param adapters Loaders of adapters by package, where they cannot be found as installed packages.
 * @throws `IntegrationError` `config_invalid` with all problems, before anything is opened.
 */
export async function startShop(
  environment: NodeJS.ProcessEnv,
  adapters: NonNullable<ConfigSource['adapters']> = {},
): Promise<RunningShop> {
  const { settings, problems } = readSettings(environment);
  const source = (localUrl: string): ConfigSource => ({
    env: environment,
    adapters,
    defaults: providerDefaults(settings, localUrl),
  });
  const { currency, hasSecondEmail } = settings;
  const requirements = requirementTree(currency, hasSecondEmail);
  const configured = await inspectConfig(requirements, source('http://127.0.0.1'));
  refuse([...problems, ...configured.problems]);
  const opened: Opened[] = [];
  try {
    return await open({ settings, source }, opened);
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

/** What providers are told by the shop. It reaches one that has options of these names, and no other. */
export function providerDefaults({ publicUrl, dataFolder, hasSecondEmail }: Settings, localUrl: string) {
  const ours = publicUrl ?? localUrl;
  const optionsOf = {
    auth: {
      redirectUri: `${ours}${callbackPath}`,
      signedOutUri: `${ours}/`,
      file: join(dataFolder, 'auth.json'),
    },
    storage: { root: join(dataFolder, 'storage') },
    payments: {
      webhookUrl: `${localUrl}${paymentWebhookPath}`,
      file: join(dataFolder, 'payments.json'),
    },
    email: { webhookUrl: `${localUrl}${mailWebhookPath}`, root: join(dataFolder, 'email') },
  };
  const entries = mapCategories((category) => ({
    options: { publicUrl: `${ours}${pagesPaths[category]}`, ...optionsOf[category] },
  }));
  return {
    ...entries,
    ...(hasSecondEmail && { email: accountDefaults(entries.email, dataFolder) }),
    state: { options: { file: join(dataFolder, 'state.sqlite') } },
    jobs: { options: { file: join(dataFolder, 'jobs.sqlite') } },
  };
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw cannotOpen(...problems);
}

interface Opened {
  close(): void | Promise<void>;
}

async function open({ settings, source }: Start, opened: Opened[]): Promise<RunningShop> {
  const store = openStore(settings.dataFolder);
  opened.push(store);
  const listener = await listen(settings);
  opened.push(listener);
  const { currency, hasSecondEmail } = settings;
  const monitor = createMonitor();
  const setup = setupFor(monitor, store);
  const requirements = requirementTree(currency, hasSecondEmail);
  const hub = await connect(requirements, { ...source(listener.localUrl), setup });
  observeHealth(hub, monitor);
  const shop = await assemble({ hub, store, monitor, settings, localUrl: listener.localUrl });
  const { desk, work } = shop;
  // In the order of closing, the last one first: live pages end, requests and then work under way finish, the rest goes.
  opened.splice(0, Infinity, store, hub, work, listener, desk.live);
  await wake(desk, listener.localUrl);
  listener.handle(shop.fetch);
  work.start();
  const providers = mapCategories((category) => desk[category].provider);
  return { url: desk.publicUrl, providers, close: () => closeAll(opened) };
}

/** Providers of our own wake by a look at their pages: what they left undone goes on. */
async function wake(desk: Pick<Desk, 'storage' | 'payments' | 'email'>, localUrl: string): Promise<void> {
  for (const category of ['storage', 'payments', 'email'] as const)
    await desk[category].pages(new Request(`${localUrl}${pagesPaths[category]}/`));
}

async function closeAll(opened: readonly Opened[]): Promise<void> {
  for (const one of [...opened].reverse()) await one.close();
}
