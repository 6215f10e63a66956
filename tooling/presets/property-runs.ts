import { configureGlobal } from 'fast-check';

const runs = Number(process.env['PROPERTY_RUNS'] ?? 100);

// On a busy machine fewer runs in the same time: the limit leaves more than half of a test's time unused.
configureGlobal({ numRuns: runs, interruptAfterTimeLimit: 20 * runs });
