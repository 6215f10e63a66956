import { type AdapterName, deadlineMs, type Expected, expected, timeoutMs } from './expected.ts';
import type { Measured } from './measure.ts';
import type { Observation } from './observation.ts';

/** What a timer of ours may add to the machine's own lag. */
const toleranceMs = 50;

/** What is wrong with one call of an adapter of ours, one phrase each. */
export function differences(adapter: AdapterName, measured: Measured): readonly string[] {
  const { fault, requests, effects, observation } = measured;
  const wanted: Expected | undefined = expected[adapter][fault];
  if (wanted === undefined) return ['nothing is expected of this fault'];
  if (observation === undefined) return ['the process ended'];
  return [
    ...differs('requests', requests, wanted.requests),
    ...differs('effects', effects, wanted.effects),
    ...(wanted.error === undefined ? inResult(wanted, observation) : inError(wanted, observation)),
    ...inTime('call', observation.elapsedMs, deadlineMs, observation),
    ...inTime('attempt', observation.longestAttemptMs, timeoutMs[adapter], observation),
    ...(observation.left === '' ? [] : [`left open: ${observation.left}`]),
    ...(observation.secrets === '' ? [] : [`printed: ${observation.secrets}`]),
    ...(observation.hidden === '' ? [] : [`in hidden properties: ${observation.hidden}`]),
  ];
}

function inResult({ result }: Expected, { settled, words }: Observation): readonly string[] {
  return [...differs('settled', settled, 'resolved'), ...differs('result', words, result)];
}

function inError({ error, attempts }: Expected, found: Observation): readonly string[] {
  return [
    ...differs('settled', found.settled, 'rejected'),
    ...differs('code', found.code, error?.code),
    ...differs('reason', found.reason, error?.reason),
    ...differs('outcome', found.outcome, error?.outcome),
    ...differs('attempts', found.attempts, attempts),
  ];
}

function inTime(
  what: string,
  foundMs: number | undefined,
  allowedMs: number,
  { lagMs }: Observation,
): readonly string[] {
  const limitMs = allowedMs + toleranceMs + lagMs;
  if (foundMs === undefined || foundMs <= limitMs) return [];
  return [`a ${what} of ${Math.round(foundMs)} ms, at most ${Math.round(limitMs)} are allowed`];
}

function differs(what: string, found: unknown, wanted: unknown): readonly string[] {
  return found === wanted ? [] : [`${what}: ${String(found)}, expected ${String(wanted)}`];
}
