import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@patchbay/testing/node';
import { authStages } from './auth-stage.ts';
import type { ChaosName } from './chaos.ts';
import { awaitOutput, type Child, startChild } from './child.ts';
import { emailStages } from './email-stage.ts';
import type { FarSides } from './far-side.ts';
import { paymentsStages } from './payments-stage.ts';
import { type ServerName, startServer } from './servers.ts';
import { storageStages } from './storage-stage.ts';

/** One provider, as the shop is told of it by its environment and as the story looks at what it has. */
export interface Part<FarSide> extends AsyncDisposable {
  readonly environment: Readonly<Record<string, string>>;
  /** Read when the shop has ended. */
  farSide(): Promise<FarSide>;
  /** Ends what it does wrong, where it can. */
  recover?(): Promise<void>;
}

export interface PartOptions {
  /** Where the shop keeps its data, and embedded providers theirs. */
  readonly folder: string;
  readonly shopUrl: string;
  /** HTTP status of the provider's fault, if it has one. */
  readonly fault: number | undefined;
  readonly chaos: ChaosName | undefined;
  readonly hasFailover: boolean;
  readonly onOutput: ((text: string) => void) | undefined;
}

/** Who can play which part; in each category the first one is the embedded provider. */
export const casts = {
  payments: paymentsStages,
  email: emailStages,
  storage: storageStages,
  auth: authStages,
} as const satisfies {
  readonly [Category in keyof FarSides]: Casting<FarSides[Category]>;
};

type Casting<FarSide> = Readonly<Record<string, (options: PartOptions) => Promise<Part<FarSide>>>>;

export type Category = keyof typeof casts;

/** The providers, one of each category. */
export type Cast = { readonly [C in Category]: keyof (typeof casts)[C] & string };

/** All providers of the shop. */
export interface Stage extends AsyncDisposable {
  readonly environment: Readonly<Record<string, string>>;
  readonly parts: { readonly [C in Category]: Part<FarSides[C]> };
}

export interface StageOptions {
  readonly cast: Cast;
  /** Who keeps state and jobs, where that is not the shop itself. */
  readonly server?: ServerName | undefined;
  /** What one provider does wrong. */
  readonly fault?: { readonly at: Category; readonly status: number } | undefined;
  /** What goes wrong while the story has to go on. */
  readonly chaos?: ChaosName | undefined;
  /** Whether the shop has a second account where the chaos takes the first away. */
  readonly hasFailover: boolean;
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** Sets up the providers, and a port and a folder for the shop. */
export async function setStage(options: StageOptions): Promise<Stage> {
  const { cast, server: serverName, fault, chaos, hasFailover, onOutput } = options;
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-story-'));
  const port = await freePort();
  const optionsOf = (category: Category): PartOptions => ({
    folder,
    shopUrl: `http://127.0.0.1:${port}`,
    fault: fault?.at === category ? fault.status : undefined,
    chaos,
    hasFailover,
    onOutput,
  });
  const [payments, email, storage, auth] = await Promise.all([
    casts.payments[cast.payments](optionsOf('payments')),
    casts.email[cast.email](optionsOf('email')),
    casts.storage[cast.storage](optionsOf('storage')),
    casts.auth[cast.auth](optionsOf('auth')),
  ]);
  const parts = { payments, email, storage, auth };
  const server = serverName && (await startServer(serverName));
  return {
    environment: {
      PORT: String(port),
      SHOP_DATA: folder,
      ...payments.environment,
      ...email.environment,
      ...storage.environment,
      ...auth.environment,
      ...server?.environment,
    },
    parts,
    async [Symbol.asyncDispose]() {
      for (const part of Object.values(parts)) await part[Symbol.asyncDispose]();
      await server?.[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface ShopProcess extends Child {
  readonly url: string;
}

/** Starts the built shop on the stage; resolves when it takes orders. */
export async function openShop(
  { environment }: Pick<Stage, 'environment'>,
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
