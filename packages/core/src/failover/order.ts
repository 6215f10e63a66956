import type { Random } from '../clock.ts';

/** What an order is decided by. */
export interface Routed {
  /** `send`, `refunds.create`: without the category. */
  readonly operation: string;
  readonly input: unknown;
  /** The caller's key, where there is one. */
  readonly idempotencyKey: string | undefined;
  /** All members, in the order in which they were given. */
  readonly members: readonly string[];
  readonly random: Random;
}

/**
 * In which order members are asked, by their names; who is left out is not asked. A rule of your own is a function too:
 * `({ input, members }) => isEuropean(input) ? ['eu', 'us'] : members`.
 */
export type Order = (call: Routed) => readonly string[];

/** As they were given: the others only when those before them fail. */
export const byPriority: Order = ({ members }) => members;

/**
 * The first one by chance, in proportion to the weights; then the others by theirs. Weight 0: only when all others
 * fail.
 * @example
 * failover(email, [sendgrid, smtp], { memory, order: byWeight({ sendgrid: 9, smtp: 1 }) })
 */
export function byWeight(weights: Readonly<Record<string, number>>): Order {
  return ({ members, random }) => drawn(members, weights, random);
}

/**
 * Always the same order for the same text, by default the idempotency key; spread evenly over the members. A call
 * without one goes by priority.
 */
export function sticky(
  textOf: (call: Routed) => string | undefined = ({ idempotencyKey }) => idempotencyKey,
): Order {
  return (call) => {
    const text = textOf(call);
    if (text === undefined) return call.members;
    return [...call.members].sort((one, other) => score(text, other) - score(text, one));
  };
}

function drawn(
  members: readonly string[],
  weights: Readonly<Record<string, number>>,
  random: Random,
): readonly string[] {
  if (members.length < 2) return members;
  const shares = members.map((member) => Math.max(0, weights[member] ?? 1));
  let point = random() * shares.reduce((sum, share) => sum + share, 0);
  const index = shares.findIndex((share) => (point -= share) < 0);
  const first = members[Math.max(0, index)] ?? '';
  return [
    first,
    ...drawn(
      members.filter((member) => member !== first),
      weights,
      random,
    ),
  ];
}

/** FNV-1a of both: whoever scores most has the text (rendezvous hashing), so that a new member moves few of them. */
function score(text: string, member: string): number {
  let hash = 0x811c9dc5;
  for (const unit of new TextEncoder().encode(`${member} ${text}`)) hash = Math.imul(hash ^ unit, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b); // FNV alone mixes the last bytes too little
  return (hash ^ (hash >>> 13)) >>> 0;
}
