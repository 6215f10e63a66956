import { inputs, instead, keyed, keys, results, type StateHarmless, values } from './broken.ts';

const on = 'memory';
const same = <T>(value: T): T => value;

/** Every tool that the planted things are made with, idle. */
export const harmless: readonly StateHarmless[] = [
  { id: 'idle-inputs', on, defect: inputs(keyed, same) },
  { id: 'idle-keys', on, defect: keys(same) },
  { id: 'idle-values', on, defect: values(same) },
  { id: 'idle-results', on, defect: results('get', same) },
  { id: 'idle-methods', on, defect: instead('leases.acquire', (_state, original) => original) },
];
