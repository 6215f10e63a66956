import type { Ending, GivenUp } from './give-up.ts';
import type { Phase } from './phases.ts';

/** How late the 99th of a hundred callers may know, beyond the lag of a control timer. */
export const lateMs = 20;

/** What is wrong with the calls of one phase, one phrase each. */
export function judgePhase(
  phase: Phase,
  { endings, lagMs, requests, opened, closed }: GivenUp,
): readonly string[] {
  const p99 = percentile(endings, 0.99);
  const limitMs = lateMs + lagMs;
  const sent = phase.isSent ? endings.length : 0;
  return [
    ...(p99 <= limitMs ? [] : [`p99 is ${p99.toFixed(1)} ms, at most ${limitMs.toFixed(1)} ms is allowed`]),
    ...strays(endings, 'code', ({ code }) => code, 'aborted'),
    ...strays(endings, 'outcome', ({ outcome }) => outcome, phase.outcome),
    ...strays(endings, 'attempts', ({ attempts }) => attempts.join(', '), phase.attempts.join(', ')),
    ...(requests === sent ? [] : [`the vendor has seen ${requests} requests, expected ${sent}`]),
    ...(closed === opened ? [] : [`the vendor has seen ${closed} of ${opened} sockets closed`]),
    ...(phase.hasSocket && opened !== endings.length
      ? [`${opened} sockets for ${endings.length} calls`]
      : []),
  ].map((phrase) => `${phase.name}: ${phrase}`);
}

/** So many calls of each phase, at least, were given up. */
export function judgeCounts(counts: ReadonlyMap<Phase['of'], number>, atLeast: number): readonly string[] {
  return [...counts].flatMap(([name, count]) =>
    count >= atLeast ? [] : [`${name}: ${count} calls, at least ${atLeast} are wanted`],
  );
}

/** How late that share of the callers knew at most, in milliseconds. */
export function percentile(endings: readonly Ending[], share: number): number {
  const sorted = endings.map((ending) => ending.lateMs).toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.POSITIVE_INFINITY;
}

function strays(
  endings: readonly Ending[],
  what: string,
  of: (ending: Ending) => string,
  wanted: string,
): readonly string[] {
  const others = endings.map(of).filter((found) => found !== wanted);
  if (others.length === 0) return [];
  return [
    `${what}: ${others.length} calls have “${[...new Set(others)].join('”, “')}”, expected “${wanted}”`,
  ];
}
