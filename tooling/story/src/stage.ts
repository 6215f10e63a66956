import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxPayments } from '@patchbay/payments-sandbox';
import { awaitOutput, type Child, freePort, startChild } from './child.ts';
import { type FarSide, farSidePath } from './far-side.ts';

export type Provider = 'sandbox' | 'stripe';

/** Who pays out, as the shop is told by its environment and as the story looks at its books. */
export interface Stage extends AsyncDisposable {
  readonly environment: Readonly<Record<string, string>>;
  /** Read when the shop has ended. */
  farSide(): Promise<FarSide>;
}

export interface StageOptions {
  readonly provider: Provider;
  /** HTTP status with which the provider answers everything. */
  readonly fault?: number | undefined;
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** Sets up the provider, and a port and a folder for the shop. */
export async function setStage({ provider, fault, onOutput }: StageOptions): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-story-'));
  const port = await freePort();
  const shop = { PORT: String(port), SHOP_DATA: folder };
  const stage = await (provider === 'stripe' ? stripeStage(port, fault, onOutput) : sandboxStage(folder));
  return {
    environment: { ...shop, ...stage.environment },
    farSide: stage.farSide,
    async [Symbol.asyncDispose]() {
      await stage[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Nothing to set: it is what serves when no provider is named. Its books are in the shop's folder. */
async function sandboxStage(folder: string): Promise<Stage> {
  return {
    environment: {},
    async farSide() {
      await using payments = sandboxPayments({ file: join(folder, 'payments.json') });
      const sandbox = await payments.native();
      const { captured, refunded, charges, refunds } = await sandbox.books();
      const events = await sandbox.events();
      return {
        captured: captured['EUR'] ?? 0,
        refunded: refunded['EUR'] ?? 0,
        charges,
        refunds,
        operations: events.map(({ type }) => `event ${type}`),
      };
    },
    async [Symbol.asyncDispose]() {},
  };
}

async function stripeStage(
  port: number,
  fault: number | undefined,
  onOutput: StageOptions['onOutput'],
): Promise<Stage> {
  const secretKey = 'sk_test_story';
  const webhookSecret = 'whsec_story';
  const fake = startChild('tooling/story/fakes/stripe.ts', {
    arguments: ['--conditions=@patchbay/source'],
    environment: {
      FAKE_SECRET_KEY: secretKey,
      FAKE_WEBHOOK_SECRET: webhookSecret,
      FAKE_WEBHOOK_URL: `http://127.0.0.1:${port}/webhooks/payments`,
      ...(fault !== undefined && { FAKE_FAULT: String(fault) }),
    },
    ipc: true,
    onOutput,
  });
  const url = await whereItListens(fake);
  return {
    environment: {
      PAYMENTS_PROVIDER: 'stripe',
      STRIPE_SECRET_KEY: secretKey,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_BASE_URL: url,
    },
    async farSide() {
      const response = await fetch(`${url}${farSidePath}`);
      // Our own process answers, with the type that it is written against.
      return (await response.json()) as FarSide;
    },
    [Symbol.asyncDispose]: fake[Symbol.asyncDispose],
  };
}

async function whereItListens(fake: Child): Promise<string> {
  const ended = once(fake.process, 'exit').then(() => {
    throw new Error(`The fake ended:\n${fake.output()}`);
  });
  const messages: readonly unknown[] = await Promise.race([once(fake.process, 'message'), ended]);
  const [message] = messages;
  if (typeof message === 'object' && message !== null && 'url' in message) return String(message.url);
  throw new Error('The fake did not say where it listens.');
}

export interface ShopProcess extends Child {
  readonly url: string;
}

/** Starts the built shop on the stage; resolves when it takes orders. */
export async function openShop(
  { environment }: Stage,
  onOutput?: StageOptions['onOutput'],
): Promise<ShopProcess> {
  const child = startChild('apps/shop/dist/main.js', { environment, onOutput });
  try {
    return { ...child, url: await awaitOutput(child, /^Postcard Shop: (\S+)/m) };
  } catch (error) {
    await child.stop();
    throw error;
  }
}
