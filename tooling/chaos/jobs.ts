import type { FacadeName } from './facades/table.ts';
import type { Job } from './job.ts';

/** How the scripts are shared out, in parts of the whole; over sockets only facades of real SDKs. */
const shares = {
  direct: {
    stripe: 12,
    'stripe-group': 15,
    'stripe-ledger': 12,
    'stripe-group-ledger': 11,
    sendgrid: 10,
    'sendgrid-ledger': 15,
    'sendgrid-group': 20,
    office: 40,
    'office-group': 45,
  },
  sockets: {
    stripe: 20,
    'stripe-group': 25,
    'stripe-ledger': 10,
    'stripe-group-ledger': 10,
    'sendgrid-ledger': 15,
    'sendgrid-group': 20,
  },
} as const satisfies Record<string, Partial<Record<FacadeName, number>>>;

/** Scripts of one job. */
const chunk = { direct: 250, sockets: 50 } as const;

/** What is asked for. */
export interface Wanted {
  readonly scripts: number;
  /** How many of them go over sockets. */
  readonly sockets: number;
  readonly seed: number;
  readonly facade?: FacadeName | undefined;
}

/** The jobs of a run; those over sockets first, since they take longest. */
export function jobsOf({ scripts, sockets, seed, facade }: Wanted): readonly Job[] {
  const all = [...shared('sockets', sockets, facade), ...shared('direct', scripts - sockets, facade)];
  return all.map((job, index) => ({ ...job, seed: (seed + index * 7919) % 2 ** 31 }));
}

function shared(way: 'direct' | 'sockets', scripts: number, only: FacadeName | undefined) {
  const rows = Object.entries(shares[way]) as [FacadeName, number][];
  const chosen = only === undefined ? rows : [[only, 1] as const];
  const whole = chosen.reduce((sum, [, share]) => sum + share, 0);
  let left = scripts;
  return chosen.flatMap(([facade, share], index) => {
    const count = index === chosen.length - 1 ? left : Math.round((scripts * share) / whole);
    left -= count;
    return chunks(count, chunk[way]).map((size) => ({ facade, overSockets: way === 'sockets', count: size }));
  });
}

function chunks(count: number, size: number): readonly number[] {
  return Array.from({ length: Math.ceil(count / size) }, (_, index) => Math.min(size, count - index * size));
}
