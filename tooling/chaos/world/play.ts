import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processMemory } from '@patchbay/core/failover';
import { fileMemory } from '@patchbay/core/node';
import type { FacadeRow } from '../facades/facade.ts';
import type { Histogram } from '../histogram.ts';
import type { Plant } from '../planted.ts';
import type { Script } from '../script/script.ts';
import type { Line } from './line.ts';
import { Performance } from './performance.ts';
import { Time } from './time.ts';
import { beginRound } from './turns.ts';

/** What a script is played on. */
export interface Stage {
  readonly row: FacadeRow;
  readonly line: Line;
  readonly plant?: Plant | undefined;
}

/** What came of a script. */
export interface Played {
  readonly histogram: Histogram;
  /** Empty where all is well. */
  readonly wrong: readonly string[];
  /** What happened, in order. */
  readonly story: readonly string[];
}

/** Plays one script, and judges what it did by the books of the vendor. */
export async function play(stage: Stage, script: Script): Promise<Played> {
  stage.line.reset?.();
  beginRound();
  const time = new Time(stage.line);
  if (script.settings.memory === 'process')
    return new Performance(stage, script, time, processMemory()).perform();
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-chaos-'));
  try {
    return await new Performance(stage, script, time, fileMemory({ folder, clock: time })).perform();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
