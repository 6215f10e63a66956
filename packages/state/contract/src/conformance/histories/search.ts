import { type Answer, apply, type Entry } from './history.ts';

/**
 * Whether the calls on one key can be put in an order, each at a moment between its call and its answer, in which one
 * at a time gives the answers that were told (Wing and Gong, 1993). States that were tried are not tried again (Lowe,
 * 2017). A call without an answer may have had its effect or not.
 */
export function isLinearizable(entries: readonly Entry[]): boolean {
  const tried = new Set<string>();
  const search = (done: bigint, value: string | undefined): boolean => {
    const open = entries.filter((_entry, index) => (done & (1n << BigInt(index))) === 0n);
    if (open.every(({ answer }) => answer === undefined)) return true;
    const state = `${done} ${JSON.stringify(value) ?? ''}`;
    if (tried.has(state)) return false;
    tried.add(state);
    const firstEnd = Math.min(...open.map(({ answeredAt }) => answeredAt));
    return entries.some((entry, index) => {
      const bit = 1n << BigInt(index);
      if ((done & bit) !== 0n || entry.calledAt > firstEnd) return false;
      const { after, answer } = apply(entry.request, value);
      if (entry.answer !== undefined && !isSame(entry.answer, answer)) return false;
      return search(done | bit, after);
    });
  };
  return search(0n, undefined);
}

function isSame(left: Answer, right: Answer): boolean {
  return left.did === right.did && left.value === right.value;
}

/**
 * The calls of the first key that cannot be put in order, as few of them as show it; `undefined` where there is none.
 */
export function findFault(history: readonly Entry[]): readonly Entry[] | undefined {
  for (const key of new Set(history.map((entry) => entry.key))) {
    const entries = history.filter((entry) => entry.key === key);
    if (!isLinearizable(entries)) return shrink(entries);
  }
  return undefined;
}

/** Cuts the history after the first answer that cannot be, and leaves out calls that changed nothing. */
function shrink(entries: readonly Entry[]): readonly Entry[] {
  const ends = entries.map(({ answeredAt }) => answeredAt).toSorted((left, right) => left - right);
  const cuts = ends.map((end) => cutAfter(entries, end));
  let shortest = cuts.find((cut) => !isLinearizable(cut)) ?? entries;
  for (const entry of shortest) {
    if (!isIdle(entry)) continue;
    const rest = shortest.filter((other) => other !== entry);
    if (!isLinearizable(rest)) shortest = rest;
  }
  return shortest;
}

/** What was known at a moment: later answers had not come. */
function cutAfter(entries: readonly Entry[], end: number): readonly Entry[] {
  return entries
    .filter(({ calledAt }) => calledAt <= end)
    .map((entry) => {
      if (entry.answeredAt <= end) return entry;
      const { answer: _later, ...open } = entry;
      return { ...open, answeredAt: Number.POSITIVE_INFINITY };
    });
}

function isIdle({ request, answer }: Entry): boolean {
  return request.kind === 'get' || answer?.did === false;
}
