import type { ConfigValues } from '../config/entry.ts';
import type { Setup } from '../setup.ts';

/** Where configuration comes from. Later wins: `defaults`, the file, the environment, `values`. */
export interface ConfigSource {
  /** The application's directory, where the file and the adapters are looked for. Default: the working directory. */
  readonly directory?: string;
  /**
   * The configuration file. Default `patchbay.config.json`, `.ts`, `.js` or `.mjs` where there is one; `false`: none.
   */
  readonly file?: string | false;
  /** Default: `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The strongest source: the application's own. */
  readonly values?: ConfigValues;
  /** The weakest source. Of its options only those are taken that the chosen adapter has. */
  readonly defaults?: ConfigValues;
  /** Interceptors, transport and clock of every instance. */
  readonly setup?: Setup | ((instance: InstanceIdentity) => Setup);
  /** Loaders of adapters by package, for bundled applications: `{ '@patchbay/payments-stripe': () => import(…) }`. */
  readonly adapters?: Readonly<Record<string, () => Promise<unknown>>>;
}

/** Which instance `setup` is asked about. */
export interface InstanceIdentity {
  /** `payments`, `storage.uploads` */
  readonly path: string;
  readonly category: string;
  readonly provider: string;
}
