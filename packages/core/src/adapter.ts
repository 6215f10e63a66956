import type { Attempt } from './call.ts';
import type { AnyCapabilities, Capabilities, Contract, Driver, Facade } from './contract.ts';
import { IntegrationError } from './error.ts';
import { createFacade } from './facade.ts';
import type { Failure } from './failure.ts';
import type { Integration, Native } from './integration.ts';
import { type OptionField, optionFields, parseOptions } from './options.ts';
import type { Kit, Setup } from './setup.ts';
import type { Schema } from './standard-schema.ts';

/** Versions of the adapter interface that this core accepts. */
export const acceptedSpecs: readonly number[] = [1];

/** The rooms of an adapter, joined. */
export interface AdapterDefinition<
  Api,
  Methods extends object,
  Parts extends object,
  C extends Capabilities<Api>,
  O,
  Client,
> {
  /** Version of the adapter interface that this adapter is written for. */
  readonly spec: number;
  readonly contract: Contract<Api, Methods, Parts>;
  readonly capabilities: C;
  readonly options: Schema<O>;
  /** Loads the vendor's SDK and makes its client: own retries 0, our transport. Called once, on the first call. */
  client(options: O, kit: Kit): Promise<Client>;
  driver(client: Client, options: O, kit: Kit): Driver<Api, C>;
  /** Maps what the SDK throws; `undefined` for what is not the vendor's own error. */
  toFailure(thrown: unknown): Failure | undefined;
  /** One cheap, authenticated, harmless read. */
  check(client: Client, attempt: Attempt): Promise<unknown>;
  /** Whether these options move real money or data; compared with the environment at boot. */
  mode?(options: O): 'live' | 'test' | undefined;
  /** Lets go of what the client holds. Called once. */
  close?(client: Client): Promise<void> | void;
  /** The category's parts outside the pipeline, for example `webhook`. */
  readonly parts?: { readonly [K in keyof Parts]?: (options: O, kit: Kit) => Parts[K] };
}

/** What is known of an adapter without making an instance. @sealed */
export interface AdapterInfo {
  /** Version of the interface that the adapter is written for. */
  readonly spec: number;
  readonly category: string;
  readonly provider: string;
  readonly capabilities: AnyCapabilities;
  /** Its options, for the command line and for configuration. */
  readonly fields: readonly OptionField[];
  /** Validates options and tells their mode; throws `config_invalid`. */
  readonly inspect: (options: unknown) => { readonly mode: 'live' | 'test' | undefined };
}

/** Makes instances of one adapter. @sealed */
export interface AdapterFactory<O, F> {
  /** @throws `IntegrationError` `config_invalid` when the options are not valid. */
  (options: O, setup?: Setup): F;
  readonly adapter: AdapterInfo;
}

/**
 * Joins the rooms of an adapter and returns its factory.
 * @throws `IntegrationError` `config_invalid` when the adapter is written for a version of the interface that this
 * core does not know.
 * @example
 * export const acmePayments = defineAdapter({
 *   spec: 1, contract: payments, capabilities, options: optionsSchema, client, driver, toFailure,
 *   check: (client, { signal, headers }) => client.account({ signal, headers }),
 *   parts: { webhook: ({ webhookSecret }, kit) => ({ verify: (webhook) => verify(webhook, webhookSecret, kit) }) },
 * });
 * const payments = acmePayments({ secretKey: 'env:ACME_SECRET_KEY' });
 */
export function defineAdapter<
  Api,
  Methods extends object,
  Parts extends object,
  const C extends Capabilities<Api>,
  O,
  Client,
>(
  definition: AdapterDefinition<Api, Methods, Parts, C, O, Client>,
): AdapterFactory<O, Integration & Facade<Api, C> & Methods & Native<Client>> {
  const { spec, contract, capabilities, options: schema } = definition;
  const owner = `${contract.category}-${capabilities.provider}`;
  assertSpec(spec, owner);
  const factory = (options: O, setup: Setup = {}) =>
    createFacade(definition, parseOptions(schema, options, owner), setup);
  return Object.assign(factory, {
    adapter: {
      spec,
      category: contract.category,
      provider: capabilities.provider,
      capabilities,
      get fields() {
        return optionFields(schema);
      },
      inspect: (options: unknown) => {
        const valid = parseOptions(schema, options, owner);
        return { mode: definition.mode?.(valid) };
      },
    },
  });
}

function assertSpec(spec: number, owner: string): void {
  if (acceptedSpecs.includes(spec)) return;
  throw new IntegrationError({
    code: 'config_invalid',
    outcome: 'not_applied',
    message: `${owner} is written for adapter interface ${spec}; this core accepts ${acceptedSpecs.join(', ')}.`,
    hint: spec > Math.max(...acceptedSpecs) ? 'Update @patchbay/core.' : `Update @patchbay/${owner}.`,
  });
}
