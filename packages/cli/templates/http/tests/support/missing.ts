// only: payments email auth
/** Stands where the harness does not know yet how something is done at the fake. Delete it with its last use. */
export function missing(what: string): () => Promise<never> {
  return async () => {
    throw new Error(`${what} is not written. Write it in test/harness.ts, with what it needs in src/fake/.`);
  };
}
