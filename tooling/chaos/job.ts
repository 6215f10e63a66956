import { leakCheck } from '@patchbay/testing/node';
import { type FacadeName, facades } from './facades/table.ts';
import { type Draw, type Drawn, draw } from './lane.ts';
import { type Plant, type PlantName, planted } from './planted.ts';
import { directLine } from './world/direct-line.ts';
import { openSockets } from './world/socket-line.ts';
import { hashInTurn } from './world/turns.ts';

/** Some scripts of one facade, with or without sockets. */
export interface Job extends Draw {
  readonly facade: FacadeName;
  readonly overSockets: boolean;
  readonly plant?: PlantName | undefined;
}

/** Plays the scripts of a job; what it opened for them is closed, and nothing else is left. */
export async function work({ facade, overSockets, plant: name, ...drawn }: Job): Promise<Drawn> {
  const plant: Plant | undefined = name === undefined ? undefined : planted[name];
  const stage = { row: facades[facade], plant };
  const putBack = hashInTurn();
  try {
    return await (overSockets ? withoutLeaks(stage, drawn) : draw({ ...stage, line: directLine }, drawn));
  } finally {
    putBack();
  }
}

type Stage = Omit<Parameters<typeof draw>[0], 'line'>;

async function withoutLeaks(stage: Stage, drawn: Draw): Promise<Drawn> {
  const leaks = leakCheck();
  const result = await throughSockets(stage, drawn);
  const left = await leaks.diff();
  if (left.length === 0 || result.counterexample !== undefined) return result;
  const wrong = [`when all was closed, this was left: ${left.join(', ')}`];
  return { ...result, counterexample: { path: '', wrong, script: 'all scripts of the job', story: [] } };
}

async function throughSockets(stage: Stage, drawn: Draw): Promise<Drawn> {
  await using line = await openSockets();
  return await draw({ ...stage, line }, drawn); // the line is closed only then
}
