import { answers, everyError, pages } from '../broken.ts';
import { inputs, losesOptions, puts, type StorageHarmless } from './broken.ts';

const on = 'memory';
const same = <T>(value: T): T => value;

/** Every tool that the planted things are made with, idle. */
export const harmless: readonly StorageHarmless[] = [
  { id: 'idle-puts', on, defect: puts((put, key, body, options) => put(key, body, options)) },
  { id: 'idle-options', on, defect: losesOptions() },
  { id: 'idle-inputs', on, defect: inputs('copy', (input) => input) },
  { id: 'idle-answers', on, defect: answers('head', (info) => ({ ...info })) },
  { id: 'idle-pages', on, defect: pages('list', same) },
  { id: 'idle-errors', on, defect: everyError(['get', 'copy'], same) },
];
