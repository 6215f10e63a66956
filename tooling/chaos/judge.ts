import { getEventListeners } from 'node:events';
import { inspect } from 'node:util';
import { IntegrationError, type Outcome } from '@patchbay/core';
import { secretScan } from '@patchbay/testing/node';
import { type FacadeRow, remembers } from './facades/facade.ts';
import type { Intent } from './script/script.ts';
import { type Process, retryCost } from './world/process.ts';

/** What became of a call. */
export interface CallFact {
  readonly number: number;
  readonly intent: Intent;
  readonly key: string;
  readonly deadlineMs: number;
  readonly startedAt: number;
  /** When it began and ended, among all that begins and ends. */
  readonly began: number;
  over: number;
  readonly signal: AbortSignal;
  readonly process: Process;
  abortedAt: number | undefined;
  /** `killed`: its process ended first, and nobody was told. */
  ended: 'pending' | 'killed' | 'resolved' | 'rejected';
  settledAt: number;
  /** Effects under the key when it settled, by the vendor's books. */
  effectsThen: number;
  id?: string;
  error?: unknown;
}

/** What a call says of its effect: one that nobody heard of may have had it. */
export function outcomeOf({ ended, error }: CallFact): Outcome {
  if (ended === 'resolved') return 'applied';
  return IntegrationError.is(error) ? error.outcome : 'unknown';
}

/** Where and beside what a call was made. */
export interface Beside {
  readonly row: FacadeRow;
  readonly secrets: readonly string[];
  /** No other call under the key was under way meanwhile, of which an effect could be. */
  readonly isAlone: boolean;
}

/** What is wrong with a call at the moment in which it settled. */
export function judgeCall(call: CallFact, { row, secrets, isAlone }: Beside): readonly string[] {
  const { startedAt, settledAt, deadlineMs, abortedAt, effectsThen, ended, error, key, signal } = call;
  const name = `call ${call.number} (${key})`;
  const outcome = outcomeOf(call);
  const wrong: string[] = [];
  const tookMs = settledAt - startedAt;
  if (tookMs > deadlineMs) wrong.push(`${name} took ${tookMs} ms, and its deadline was ${deadlineMs} ms`);
  if (abortedAt !== undefined && settledAt > abortedAt)
    wrong.push(`${name} settled ${settledAt - abortedAt} ms after it was given up`);
  if (effectsThen > 1) wrong.push(`${key} had ${effectsThen} effects when call ${call.number} settled`);
  if (outcome === 'applied' && effectsThen < 1)
    wrong.push(`${name} ${ended === 'resolved' ? 'resolved' : 'says `applied`'}, and there is no effect`);
  if (outcome === 'not_applied' && effectsThen > 0 && isAlone && remembers(row, call.intent))
    wrong.push(`${name} says \`not_applied\`, and there is an effect`);
  if (ended === 'rejected' && !IntegrationError.is(error)) wrong.push(`${name} threw ${inspect(error)}`);
  if (getEventListeners(signal, 'abort').length > 0) wrong.push(`${name} left a listener on its signal`);
  return [...wrong, ...printedSecrets(name, error, secrets)];
}

/** What is wrong with a key when all is over. */
export function judgeKey(calls: readonly CallFact[], effects: number): readonly string[] {
  const [{ key }] = calls as readonly [CallFact];
  const outcomes = calls.map(outcomeOf);
  const wrong: string[] = [];
  if (effects > 1) wrong.push(`${key} had ${effects} effects`);
  if (effects === 0 && outcomes.includes('applied')) wrong.push(`a call of ${key} succeeded without effect`);
  if (effects > 0 && outcomes.every((outcome) => outcome === 'not_applied'))
    wrong.push(`${key} had an effect, and all of its calls say \`not_applied\``);
  const ids = new Set(calls.flatMap(({ id }) => (id === undefined ? [] : [id])));
  if (ids.size > 1) wrong.push(`calls of ${key} got different things: ${[...ids].join(', ')}`);
  return wrong;
}

/** What is left in a process that has nothing to do. */
export function judgeRest({ clock, subject }: Process): readonly string[] {
  const wrong: string[] = [];
  if (clock.timers > 0) wrong.push(`${clock.timers} timers are left`);
  const inFlight = subject.members.reduce((sum, member) => sum + member.health().inFlight, 0);
  if (inFlight > 0) wrong.push(`${inFlight} attempts are left in flight`);
  return wrong;
}

/** Whether one attempt was one request, and whether the budget paid for the retries. */
export function judgeTraffic({ traffic }: Process, budget: number): readonly string[] {
  const wrong: string[] = [];
  traffic.forEach(({ requests, attempts, retries, successes }, account) => {
    const repeated = requests - (attempts - retries);
    const affordable = Math.floor((budget + successes) / retryCost);
    if (requests > attempts)
      wrong.push(`${attempts} attempts were ${requests} requests at account ${account + 1}`);
    if (Math.max(repeated, retries) > affordable)
      wrong.push(`${retries} retries at account ${account + 1}, and the budget is for ${affordable}`);
  });
  return wrong;
}

/** Longer looks are for what was not seen before. */
const seen = new Set<string>();

function printedSecrets(name: string, error: unknown, secrets: readonly string[]): readonly string[] {
  if (!(error instanceof Error)) return [];
  const printed = `${String(error)} ${error.stack} ${JSON.stringify(error)}`;
  if (secrets.some((secret) => printed.includes(secret))) return [`${name} printed a secret`];
  const words = IntegrationError.is(error) ? `${error.code} ${error.reason} ${error.message}` : error.message;
  const kind = words.replaceAll(/[\d_a-zA-Z]*\d[\w]*/g, '#');
  if (seen.has(kind)) return [];
  seen.add(kind);
  return secretScan(error, secrets).map(
    ({ form, place }) => `${name} printed a secret in ${place} as ${form}`,
  );
}

/** How a call ended, in one line. */
export function describeCall(call: CallFact): string {
  const { ended, error, id } = call;
  if (ended === 'resolved') return `call ${call.number} (${call.key}) got ${id}`;
  if (ended === 'killed') return `call ${call.number} (${call.key}) ended with its process`;
  const code = IntegrationError.is(error) ? `${error.code}, ${error.outcome}` : inspect(error);
  return `call ${call.number} (${call.key}) failed: ${code}`;
}
