// Many calls with one signal of their caller, in a process of its own:
// node --expose-gc leaks.ts <module that exports the subject> <calls> <calls before the first mark>
import { getEventListeners } from 'node:events';
import { heapUsed } from '@patchbay/tooling-presets/heap';
import { count, megabytes, report, seconds } from '../report.ts';
import { judgeRemains, type Remains } from './judge.ts';
import type { LeakSubject, OpenedSubject } from './subjects/subject.ts';

/** Calls that begin together: half of them wait in the queue of the bulkhead. */
const together = 100;
const deadlineMs = 60_000;

process.on('disconnect', () => process.exit());
const [module = '', calls = '', mark = ''] = process.argv.slice(2);
const { subject } = (await import(module)) as { readonly subject: LeakSubject };
const startedAt = performance.now();
const remains = await measure(subject, Number(calls), Number(mark));
const { resolved, added, listeners, heapAtMark, heapAtEnd } = remains;
report(
  `leaks: ${count(remains.calls)} calls of ${subject.title}, one signal and a deadline each`,
  [
    ['calls that resolved', count(resolved)],
    ['listeners on the signal', `${listeners} at the end, at most 0; ${count(added)} were added`],
    [
      'heap after collection',
      `${megabytes(heapAtEnd)}, ${megabytes(heapAtMark)} at call ${count(Number(mark))}: ` +
        `${megabytes(heapAtEnd - heapAtMark)} more, at most 1 MB`,
    ],
    ['time', seconds(performance.now() - startedAt)],
  ],
  judgeRemains(remains),
);
process.exit();

async function measure(subject: LeakSubject, calls: number, mark: number): Promise<Remains> {
  const { signal } = new AbortController();
  const additions = countAdditions(signal);
  const opened = await subject.open(signal);
  const first = await run(opened, signal, mark);
  const heapAtMark = await heapUsed();
  const second = await run(opened, signal, calls - mark);
  const heapAtEnd = await heapUsed();
  const listeners = getEventListeners(signal, 'abort').length;
  await opened.close();
  return { calls, resolved: first + second, added: additions(), listeners, heapAtMark, heapAtEnd };
}

/** Makes calls, and tells how many resolved. */
async function run(opened: OpenedSubject, signal: AbortSignal, calls: number): Promise<number> {
  let resolved = 0;
  const call = async (): Promise<void> => {
    await opened.call({ signal, deadlineMs });
    resolved += 1;
  };
  for (let left = calls; left > 0; left -= together) {
    await Promise.allSettled(Array.from({ length: Math.min(together, left) }, call));
  }
  return resolved;
}

/** Counts the listeners that are added to a signal from now on. */
function countAdditions(signal: AbortSignal): () => number {
  let additions = 0;
  const add = signal.addEventListener.bind(signal);
  const addEventListener = (...listener: Parameters<typeof add>): void => {
    additions += 1;
    add(...listener);
  };
  Object.assign(signal, { addEventListener });
  return () => additions;
}
