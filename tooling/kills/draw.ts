import { type PhaseName, phaseNames } from './phases.ts';

/** When a process is to end: at this phase, when it is reached for the nth time from now on. */
export interface Aim {
  readonly phase: PhaseName;
  readonly time: number;
}

/** One kill. */
export interface Kill extends Aim {
  /** The other process is ended with it. */
  readonly isBoth: boolean;
}

const latestTime = 3;
const bothShare = 1 / 3;

/** So many kills. Of as many as there are phases each has its own; only then one has a second. */
export function drawKills(count: number, random: () => number): readonly Kill[] {
  const drawn: PhaseName[] = [];
  while (drawn.length < count) drawn.push(...shuffled(phaseNames, random));
  return drawn.slice(0, count).map((phase) => ({
    phase,
    time: 1 + Math.floor(random() * latestTime),
    isBoth: random() < bothShare,
  }));
}

function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
