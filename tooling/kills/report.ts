import type { Kill } from './draw.ts';
import type { Books } from './judge.ts';
import { phaseNames, phases } from './phases.ts';

/** One kill, as a part of its line. */
export function tell({ phase, time, isBoth }: Kill): string {
  const whom = isBoth ? 'both' : phases[phase].program;
  return `${whom.padEnd(8)}${`${phase}, time ${time}`.padEnd(28)}`;
}

/** Phases at which no process was killed. */
export function neverHit(books: Books): readonly string[] {
  return phaseNames.filter((name) => hitsOf(books, name) === 0).map((name) => `${name} was never hit`);
}

/** Prints how often a process was killed at each phase, and how often the phase was gone through. */
export function printFigures(books: Books): void {
  const { story, ordered, charged, accepted, unresolvedMails, killed } = books;
  console.log('  killed at           times   seen');
  for (const name of phaseNames) {
    const seen = story.filter(({ phase }) => phase === name).length;
    console.log(
      `    ${name.padEnd(18)}${String(hitsOf(books, name)).padStart(5)}${String(seen).padStart(7)}`,
    );
  }
  console.log(`  ${killed.length} processes killed, ${ordered.length} orders, ${charged.length} charges`);
  const taken = unresolvedMails.filter((order) => accepted.includes(order)).length;
  console.log(
    `  ${accepted.length} mails accepted, ${unresolvedMails.length} unresolved, ${taken} of these accepted`,
  );
}

function hitsOf({ story }: Books, name: string): number {
  return story.filter(({ phase, isEnd }) => isEnd && phase === name).length;
}

const mostTold = 8;

/** Some of what was found, and how much more there is. */
export function firstOf(phrases: readonly string[]): readonly string[] {
  const more = phrases.length - mostTold;
  return [...phrases.slice(0, mostTold), ...(more > 0 ? [`… and ${more} more`] : [])];
}
