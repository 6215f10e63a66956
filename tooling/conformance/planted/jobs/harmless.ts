import { claims, ids, inputs, instead, type JobsHarmless, named, results } from './broken.ts';
import { workers } from './drivers/workers.ts';

const on = 'memory';
const same = <T>(value: T): T => value;

/** Every tool that the planted things are made with, idle. */
export const harmless: readonly JobsHarmless[] = [
  { id: 'idle-inputs', on, defect: inputs(named, same) },
  { id: 'idle-ids', on, defect: ids(same) },
  { id: 'idle-results', on, defect: results('get', same) },
  { id: 'idle-claims', on, defect: claims(same) },
  { id: 'idle-methods', on, defect: instead('dead.redrive', (_jobs, original) => original) },
  { id: 'idle-workers', on, defect: workers((original, given) => original(...given)) },
];
