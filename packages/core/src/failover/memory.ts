import { IntegrationError } from '../error.ts';

/**
 * What the machines of an application share about keys. Each function is atomic over all of them.
 *
 * Records say which member of a group has a key, which calls may have had an effect there, and how a write ended.
 */
export interface KeyMemory {
  /** Reads a record. */
  get(key: string): Promise<string | undefined>;
  /**
   * Writes a record where it is still `expected` (`undefined`: where there is none); `undefined` as `value` deletes.
   * Resolves to whether it was. A record may be forgotten `keepMs` after it was written.
   */
  replace(
    key: string,
    expected: string | undefined,
    value: string | undefined,
    keepMs: number,
  ): Promise<boolean>;
  /** The keys, in no order, of the records whose key begins so: those that come or go meanwhile may be among them. */
  list(prefix: string): AsyncIterable<string>;
}

/** Whether forgetting is harmless. */
export interface ProcessMemoryOptions {
  /** The application runs as one process, and a restart may forget its keys. Needed in production. Default: false. */
  readonly mayForget?: boolean;
}

/**
 * A memory that ends with this process: for tests, and for an application that runs once and may forget.
 * @throws `IntegrationError` `config_invalid` where `NODE_ENV` is `production`, unless it may forget.
 * @example failover(email, members, { memory: processMemory() })
 */
export function processMemory({ mayForget = false }: ProcessMemoryOptions = {}): KeyMemory {
  if (!mayForget && isProduction()) throw forgetful();
  const records = new Map<string, string>();
  return {
    get: async (key) => records.get(key),
    async replace(key, expected, value) {
      if (records.get(key) !== expected) return false;
      if (value === undefined) records.delete(key);
      else records.set(key, value);
      return true;
    },
    async *list(prefix) {
      for (const key of records.keys()) if (key.startsWith(prefix)) yield key;
    },
  };
}

/** Only where there is an environment: nothing else in this module is of Node. */
function isProduction(): boolean {
  const environment: unknown = Reflect.get(Object(Reflect.get(globalThis, 'process')), 'env');
  return Reflect.get(Object(environment), 'NODE_ENV') === 'production';
}

function forgetful(): IntegrationError {
  return new IntegrationError({
    code: 'config_invalid',
    outcome: 'not_applied',
    message:
      'A memory of this process alone forgets its keys at a restart: in production a write could be made twice.',
    hint: 'Use fileMemory of @patchbay/core/node, or processMemory({ mayForget: true }) where that does no harm.',
  });
}
