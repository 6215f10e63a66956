// One row in a process of its own: makes one call for each task that it is sent, and tells what came of it.
import { IntegrationError } from '@patchbay/core';
import { fieldsOf } from '@patchbay/core/conformance';
import { leakCheck } from '@patchbay/testing/node';
import { controlTimer } from '@patchbay/tooling-presets/control-timer';
import { captureConsole } from '../wire/console.ts';
import { isFaultName } from './faults.ts';
import { failLookups } from './name-lookup.ts';
import { type Observation, type Task, toTask } from './observation.ts';
import { secretsIn } from './secrets-in.ts';
import type { Opened, Subject, Told } from './subjects/subject.ts';

failLookups();
const [path = ''] = process.argv.slice(2);
const loading = import(path) as Promise<{ readonly subject: Subject }>;
// A promise that an SDK forgot must not end the run.
process.on('unhandledRejection', () => {});
process.on('message', (message) => {
  void prove(toTask(message)).then((observation) => process.send?.(observation));
});
process.on('disconnect', () => process.exit());

async function prove({ fault, address, capMs }: Task): Promise<Observation> {
  if (!isFaultName(fault)) throw new TypeError(`There is no fault ${fault}.`);
  const { subject } = await loading;
  const printed = captureConsole();
  const leaks = leakCheck();
  const opened = await subject.open(new URL(address), fault);
  const ending = await endingOf(opened, capMs);
  await opened.close();
  const left = await leaks.diff();
  printed.restore();
  return {
    ...(ending.settled === 'rejected' ? ofError(ending.reason) : ofResult(opened, ending)),
    settled: ending.settled,
    elapsedMs: ending.elapsedMs,
    lagMs: ending.lagMs,
    left: left.map((line) => line.replace(/ \(now \d+\)$/, '')).join(', '),
    ...secretsIn(subject.secrets, ending.settled === 'rejected' ? ending.reason : undefined, printed.text()),
  };
}

type Ending = (
  | { readonly settled: 'resolved'; readonly value: unknown }
  | { readonly settled: 'rejected'; readonly reason: unknown }
  | { readonly settled: 'pending' }
) & { readonly elapsedMs: number; readonly lagMs: number };

/** Makes the call and waits for it, but not for ever. */
async function endingOf(opened: Opened, capMs: number): Promise<Ending> {
  const lag = controlTimer();
  const startedAt = performance.now();
  let cap: NodeJS.Timeout | undefined;
  const capped = new Promise<{ readonly settled: 'pending' }>((resolve) => {
    cap = setTimeout(() => resolve({ settled: 'pending' }), capMs);
  });
  const called = opened.write().then(
    (value: unknown) => ({ settled: 'resolved', value }) as const,
    (reason: unknown) => ({ settled: 'rejected', reason }) as const,
  );
  const ending = await Promise.race([called, capped]);
  const elapsedMs = performance.now() - startedAt;
  clearTimeout(cap);
  return { ...ending, elapsedMs, lagMs: lag.stop() };
}

type Seen = Pick<
  Observation,
  'done' | 'words' | 'code' | 'reason' | 'outcome' | 'attempts' | 'longestAttemptMs'
>;

function ofResult(opened: Opened, ending: Ending): Seen {
  const nothing: Told = { done: false, words: 'nothing' };
  return ending.settled === 'resolved' ? opened.told(ending.value) : nothing;
}

function ofError(thrown: unknown): Seen {
  if (!IntegrationError.is(thrown)) return { done: false, words: wordsOf(thrown) };
  const { code, reason, outcome, attempts } = thrown;
  return {
    done: false,
    words: 'IntegrationError',
    code,
    ...(reason !== undefined && { reason }),
    outcome,
    attempts: attempts.length,
    longestAttemptMs: Math.max(0, ...attempts.map(({ durationMs }) => durationMs)),
  };
}

/** Class, name, code and status, wherever an SDK keeps them. */
function wordsOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown;
  const { code, statusCode, responseCode, $metadata } = fieldsOf(thrown);
  const parts: readonly unknown[] = [
    thrown.constructor.name,
    thrown.name.startsWith('Error') ? undefined : thrown.name,
    code,
    statusCode ?? responseCode ?? fieldsOf($metadata)['httpStatusCode'],
  ];
  const words = parts.flatMap((part) => (typeof part === 'string' || typeof part === 'number' ? [part] : []));
  return [...new Set(words)].join(' ');
}
