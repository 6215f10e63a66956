import type { AdapterInfo } from '../adapter.ts';
import type { Support } from '../contract.ts';
import type { OptionField } from '../options.ts';

/** One adapter as documentation shows it. */
export interface AdapterDescription {
  readonly category: string;
  readonly provider: string;
  readonly embedded: boolean;
  readonly operations: Readonly<Record<string, Support>>;
  readonly traits: Readonly<Record<string, boolean>>;
  /** Idempotency and what else the category declares, for example currencies. */
  readonly limits: Readonly<Record<string, unknown>>;
  readonly options: readonly OptionField[];
}

/** What an adapter can do and takes, as plain data for documentation and command lines. */
export function describeAdapter({ category, capabilities, fields }: AdapterInfo): AdapterDescription {
  const { provider, embedded = false, operations, traits, ...limits } = capabilities;
  return { category, provider, embedded, operations, traits, limits, options: fields };
}
