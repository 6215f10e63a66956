import { lookup } from 'node:dns/promises';

/** Finds all addresses of a name. What it throws counts as a name that does not resolve. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** As every program of this machine resolves names. */
export const systemResolve: Resolve = async (host) => {
  const found = await lookup(host, { all: true, verbatim: true });
  return found.map(({ address }) => address);
};
