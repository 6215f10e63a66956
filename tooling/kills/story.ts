import { openSync, readFileSync, writeSync } from 'node:fs';
import * as z from 'zod';
import { isPhaseName } from './phases.ts';

/** A moment that somebody has announced. */
const momentSchema = z.object({
  /** The process, counted from the first one of the run; 0 is the vendor. */
  life: z.number(),
  phase: z.string().refine(isPhaseName),
  /** What it was about, as far as it is known there. */
  about: z.string(),
  /** A process was ended here. */
  isEnd: z.boolean(),
});

export type Moment = z.infer<typeof momentSchema>;

/** Writes a moment down, for good: what is written outlives the end of the process. */
export function storyTeller(file: string): (moment: Moment) => void {
  const descriptor = openSync(file, 'a');
  return (moment) => void writeSync(descriptor, `${JSON.stringify(moment)}\n`);
}

/** All moments of all processes, in their order. */
export function readStory(file: string): readonly Moment[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => momentSchema.parse(JSON.parse(line)));
}
