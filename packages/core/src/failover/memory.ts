/**
 * What the machines of an application share about keys. Each function is atomic over all of them.
 *
 * A record says which member of a group has a key, and which calls may have had an effect there.
 */
export interface GroupMemory {
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
}

/**
 * A memory that ends with this process: for tests, and for an application that runs once and may forget.
 * @example failover(email, members, { memory: processMemory() })
 */
export function processMemory(): GroupMemory {
  const records = new Map<string, string>();
  return {
    get: async (key) => records.get(key),
    async replace(key, expected, value) {
      if (records.get(key) !== expected) return false;
      if (value === undefined) records.delete(key);
      else records.set(key, value);
      return true;
    },
  };
}
