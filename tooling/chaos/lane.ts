import { asyncProperty, check } from 'fast-check';
import { addTo, type Histogram } from './histogram.ts';
import { scripts } from './script/generate.ts';
import { printScript } from './script/print.ts';
import { play, type Stage } from './world/play.ts';

/** Some scripts of one facade. */
export interface Draw {
  readonly count: number;
  readonly seed: number;
  /** Which of them, as fast-check names it: only this one is played, and made smaller where it fails. */
  readonly path?: string | undefined;
}

/** A script that shows something wrong, as small as it could be made. */
export interface Counterexample {
  /** Empty where it takes all scripts of the run. */
  readonly path: string;
  readonly wrong: readonly string[];
  readonly script: string;
  readonly story: readonly string[];
}

/** What came of them. */
export interface Drawn {
  readonly played: number;
  readonly histogram: Histogram;
  readonly counterexample?: Counterexample;
}

/** The longest that a timer can wait. */
const longestMs = 2 ** 31 - 1;

/** Draws scripts and plays them; one that fails is made as small as it can be. */
export async function draw(stage: Stage, { count, seed, path }: Draw): Promise<Drawn> {
  const histogram: Histogram = {};
  let played = 0;
  const isWell = asyncProperty(scripts(stage.row), async (script) => {
    const { wrong, histogram: seen } = await play(stage, script);
    played += 1;
    addTo(histogram, seen);
    return wrong.length === 0;
  });
  const found = await check(isWell, {
    seed,
    numRuns: count,
    interruptAfterTimeLimit: longestMs, // also where the tests set a shorter limit for all properties
    ...(path !== undefined && { path }),
  });
  if (!found.failed) return { played, histogram };
  const [script] = found.counterexample ?? [];
  if (script === undefined)
    throw new Error('No script fails, and the run does.', { cause: found.errorInstance });
  const { wrong, story } = await play(stage, script);
  const counterexample = {
    path: found.counterexamplePath ?? '',
    wrong: wrong.length > 0 ? wrong : ['It went well when it was played once more.'],
    script: printScript(script),
    story,
  };
  return { played, histogram, counterexample };
}
