import { fileURLToPath } from 'node:url';
import type { Target } from '../measure.ts';
import { report, say, type Verdict } from '../report.ts';
import { type BuiltCores, buildCores } from './built-cores.ts';
import { findCommit } from './commit.ts';
import { type Sampler, startSampler } from './sampler.ts';

/**
 * “Share the frame of all pages of embedded providers”: the last commit before failover groups, the ledger and
 * telemetry. Whoever uses none of them is not to pay for them.
 */
export const beforeFailover = 'a5fe6cebafc38bd753f45c94b3a17ea01c5a7763';

const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** A process compiles and lays out its code in its own way: several of each build are compared. */
const pairs = 8;

/** Of each process. A round is short, so that what else the machine does falls on a round and on its neighbour. */
const rounds = 20;
const warmRounds = 15;
const calls = 1500;

const atMost = 1.1;

type Side = 'before' | 'now';
type Times = Readonly<Record<Side, number[]>>;

/**
 * The call of a driver that does nothing, by core as it was at a commit and as it is in this working tree: both built,
 * in processes that take turns.
 *
 * @param named Without it, the default; a clone that lacks the default leaves the row out.
 */
export async function against(named?: string, root: string = repository): Promise<readonly Verdict[]> {
  const name = named ?? beforeFailover;
  const found = findCommit(root, name);
  if ('missing' in found) {
    if (named !== undefined) throw new Error(`--against: found ${named}, but ${found.missing}.`);
    console.log('\nA call that succeeds at once, then and now');
    return [say('absent', `beside ${name.slice(0, 7)}`, found.missing, `at most ${atMost.toFixed(2)}`)];
  }
  const names = { before: `built from ${found.short}`, now: 'built from this working tree' } as const;
  using cores = buildCores(root, found.hash);
  const cpu = await sampleInTurns(cores);
  const title = `A call that succeeds at once, beside “${found.subject}”, ${pairs} processes each`;
  const targets: readonly Target[] = [{ row: names.now, beside: names.before, atMost }];
  return report({ title, calls, rounds: pairs * rounds, targets }, [
    { name: names.before, cpu: cpu.before, wall: [] },
    { name: names.now, cpu: cpu.now, wall: [] },
  ]);
}

/** CPU times of all rounds of all processes, each round beside its neighbour. */
async function sampleInTurns(cores: BuiltCores): Promise<Times> {
  const cpu: Times = { before: [], now: [] };
  for (let pair = 0; pair < pairs; pair += 1) {
    await using before = startSampler(cores.before);
    await using now = startSampler(cores.now);
    for (let round = -warmRounds; round < rounds; round += 1) {
      const taken = await takeTurn({ before, now }, round % 2 === 0);
      if (round < 0) continue;
      cpu.before.push(taken.before);
      cpu.now.push(taken.now);
    }
  }
  return cpu;
}

async function takeTurn(
  { before, now }: Readonly<Record<Side, Sampler>>,
  isForwards: boolean,
): Promise<Readonly<Record<Side, number>>> {
  if (isForwards) return { before: await before.takeRound(calls), now: await now.takeRound(calls) };
  return { now: await now.takeRound(calls), before: await before.takeRound(calls) };
}
