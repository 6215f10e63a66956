import type { BrokenDriver, Harmless } from './broken.ts';
import type { LenientFake, StrictnessCase } from './lenient.ts';

/** All that is broken on purpose in one category. */
export interface Planting {
  readonly drivers: readonly BrokenDriver[];
  readonly fakes: readonly LenientFake[];
  readonly harmless: readonly Harmless[];
  /** What the fakes must reject although no adapter of ours would send it. */
  readonly strictness: readonly StrictnessCase[];
}
