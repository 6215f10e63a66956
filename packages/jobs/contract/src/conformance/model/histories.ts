import { CaseFailure } from '@patchbay/core/conformance';
import { cases, type JobsRow } from '../define.ts';
import { randomOf } from '../random.ts';
import type { JobsScene } from '../scene.ts';
import { type Command, randomCommands, type Settings } from './commands.ts';
import { Replay } from './replay.ts';

interface Plan extends Omit<Settings, 'hasTime'> {
  readonly histories: number;
}

/** Runs random histories over three facades; the first that cannot be is made short and printed. */
async function check(scene: JobsScene, plan: Plan): Promise<void> {
  const facades = await scene.clients(3);
  const hasTime = scene.subject.canAdvance;
  let queues = 0;
  const faultOf = (commands: readonly Command[]) => {
    queues += 1;
    return new Replay(scene, facades, `history-${queues}`).fault(commands);
  };
  const isNear = scene.jobs.capabilities.embedded === true;
  const histories = isNear ? plan.histories : Math.ceil(plan.histories / 10); // what is remote is slow
  for (let seed = 1; seed <= histories; seed += 1) {
    const commands = randomCommands(randomOf(seed), { ...plan, hasTime });
    const fault = await faultOf(commands);
    if (fault === undefined) continue;
    const lines = await shorten(commands, fault, faultOf);
    throw new CaseFailure(`These steps cannot end so (seed ${seed}):\n${lines.join('\n')}`);
  }
}

/** Leaves out every step without which it goes wrong all the same. */
async function shorten(
  commands: readonly Command[],
  fault: readonly string[],
  faultOf: (commands: readonly Command[]) => Promise<readonly string[] | undefined>,
): Promise<readonly string[]> {
  let [shortest, lines] = [commands.slice(0, fault.length - 1), fault];
  for (let index = shortest.length - 1; index >= 0; index -= 1) {
    const rest = shortest.toSpliced(index, 1);
    const found = await faultOf(rest);
    if (found !== undefined) [shortest, lines] = [rest, found];
  }
  return lines;
}

const steps = [
  'enqueue',
  'get',
  'renew',
  'complete',
  'retry',
  'bury',
  'stats',
  'dead.redrive',
  'dead.discard',
] as const;

function row(title: string, plan: Plan): JobsRow {
  const needs = { operations: steps, ...(plan.hasOrdering && { traits: ['ordering'] as const }) };
  return { title, parameters: plan, needs, run: (scene) => check(scene, plan) };
}

/** Random steps of three facades, against a model that says what they may come to. */
export const modelCases = cases('model', 'claim', {
  histories: row('In 60 random histories over three facades every step comes to what it should.', {
    histories: 60,
    length: 40,
    hasOrdering: false,
  }),
  histories_of_keys: row(
    'In 60 random histories of jobs with ordering keys every step comes to what it should.',
    { histories: 60, length: 40, hasOrdering: true },
  ),
  long_histories: row('In 5 long random histories every step comes to what it should.', {
    histories: 5,
    length: 300,
    hasOrdering: false,
  }),
});
