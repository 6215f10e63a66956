import type { FaultPlan } from '@patchbay/testing/node';
import { refusals } from '../../far-side/refusals.ts';

const { unavailable, limited } = refusals.stripe;
const always = { times: Number.POSITIVE_INFINITY } as const;

/** How the vendor takes requests. */
export const moods = {
  well: [],
  /** The connection ends as well: an idle one would be heap that comes and goes. */
  unavailable: [{ ...unavailable, headers: { connection: 'close' }, ...always, commit: true }],
  resetting: [{ kind: 'resetAfter', ...always }],
  limited: [{ ...limited, ...always }],
  /** One of twenty is answered with 503. */
  moody: [{ ...unavailable, ...always, match: ({ order }) => order % 20 === 0 }],
  /** Takes the request and never answers. */
  silent: [{ kind: 'hang', commit: false, ...always }],
  /** Answers with the beginning of a body. */
  slow: [{ kind: 'slowBody', afterBytes: 20, ...always }],
} as const satisfies Record<string, readonly FaultPlan[]>;

export type Mood = keyof typeof moods;

export function isMood(name: unknown): name is Mood {
  return typeof name === 'string' && Object.hasOwn(moods, name);
}
