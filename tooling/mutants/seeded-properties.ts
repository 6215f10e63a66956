// Stands in the copy for tooling/presets/property-runs.ts. What a property finds is the same each time, so that a row
// can name it; and nobody reads the smallest example of what was broken on purpose.
import { configureGlobal } from 'fast-check';

configureGlobal({ numRuns: 20, seed: 20_261_122, endOnFailure: true });
