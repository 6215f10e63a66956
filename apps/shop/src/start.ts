import { join } from 'node:path';
import type { Problem } from '@patchbay/core';
import { type ConfigSource, connect, inspectConfig } from '@patchbay/core/node';
import { createApp } from './app.tsx';
import { loadAssets } from './assets.ts';
import { cannotOpen } from './cannot-open.ts';
import { createDesk } from './desk/desk.ts';
import { listen } from './listen.ts';
import { createLive } from './live.ts';
import { requirementsFor } from './requirements.ts';
import { readSettings, type Settings } from './settings.ts';
import { openStore } from './store/store.ts';
import { callRecorder } from './timeline.ts';
import { providerPagesPath, webhookPath } from './web/machine-routes.ts';

/** A shop that takes orders. */
export interface RunningShop {
  readonly url: string;
  readonly provider: string;
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
    defaults: { payments: { options: providerDefaults(settings, localUrl) } },
  });
  const configured = await inspectConfig(requirementsFor(settings.currency), source('http://127.0.0.1'));
  refuse([...problems, ...configured.problems]);
  const opened: Opened[] = [];
  try {
    return await open({ settings, source }, opened);
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

/** They reach a provider that has options of these names, and no other. */
function providerDefaults({ publicUrl, dataFolder }: Settings, localUrl: string) {
  return {
    publicUrl: `${publicUrl ?? localUrl}${providerPagesPath}`,
    webhookUrl: `${localUrl}${webhookPath}`,
    file: join(dataFolder, 'payments.json'),
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
  const requirements = requirementsFor(settings.currency);
  const interceptors = [callRecorder(store.timeline.add)];
  const hub = await connect(requirements, { ...source(listener.localUrl), setup: { interceptors } });
  const live = createLive();
  // In the order of closing, the last one first: live pages end, requests under way finish, the rest goes.
  opened.splice(0, Infinity, store, hub, listener, live);
  const { payments } = hub;
  await payments.pages(new Request(`${listener.localUrl}${providerPagesPath}/`)); // a provider of our own wakes: what it left undone goes on
  const { publicUrl = listener.localUrl, currency } = settings;
  const desk = createDesk({ payments, store, live, publicUrl });
  const { operations } = requirements.payments;
  listener.handle(createApp({ desk, assets: loadAssets(), currency, operations }).fetch);
  return { url: publicUrl, provider: payments.provider, close: () => closeAll(opened) };
}

async function closeAll(opened: readonly Opened[]): Promise<void> {
  for (const one of [...opened].reverse()) await one.close();
}
