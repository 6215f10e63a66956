import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awaitOutput, type Child, freePort, startChild } from './child.ts';
import { type EmailProvider, emailStages } from './email-stage.ts';
import type { Mailbag, PaymentBooks } from './far-side.ts';
import { type PaymentsProvider, paymentsStages } from './payments-stage.ts';

/** One provider, as the shop is told of it by its environment and as the story looks at what it has. */
export interface Part<FarSide> extends AsyncDisposable {
  readonly environment: Readonly<Record<string, string>>;
  /** Read when the shop has ended. */
  farSide(): Promise<FarSide>;
}

export interface PartOptions {
  /** Where the shop keeps its data, and embedded providers theirs. */
  readonly folder: string;
  readonly shopUrl: string;
  /** HTTP status with which the provider answers everything. */
  readonly fault: number | undefined;
  readonly onOutput: ((text: string) => void) | undefined;
}

/** All providers of the shop. */
export interface Stage extends AsyncDisposable {
  readonly environment: Readonly<Record<string, string>>;
  readonly payments: Part<PaymentBooks>;
  readonly email: Part<Mailbag>;
}

export interface StageOptions {
  readonly payments: PaymentsProvider;
  readonly email: EmailProvider;
  /** HTTP status with which one provider answers everything. */
  readonly fault?: { readonly at: 'payments' | 'email'; readonly status: number } | undefined;
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** Sets up the providers, and a port and a folder for the shop. */
export async function setStage({
  payments: paymentsBy,
  email: emailBy,
  fault,
  onOutput,
}: StageOptions): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-story-'));
  const port = await freePort();
  const optionsOf = (category: 'payments' | 'email'): PartOptions => ({
    folder,
    shopUrl: `http://127.0.0.1:${port}`,
    fault: fault?.at === category ? fault.status : undefined,
    onOutput,
  });
  const payments = await paymentsStages[paymentsBy](optionsOf('payments'));
  const email = await emailStages[emailBy](optionsOf('email'));
  return {
    environment: { PORT: String(port), SHOP_DATA: folder, ...payments.environment, ...email.environment },
    payments,
    email,
    async [Symbol.asyncDispose]() {
      await email[Symbol.asyncDispose]();
      await payments[Symbol.asyncDispose]();
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
