import { CaseFailure } from '@patchbay/core/conformance';
import { cases, type StateRow } from '../define.ts';
import type { StateScene } from '../scene.ts';
import { print } from './history.ts';
import { randomHistory } from './random-history.ts';
import { findFault } from './search.ts';

interface Setting {
  readonly histories: number;
  readonly clients: number;
  readonly keys: number;
  readonly callsPerClient: number;
  readonly isShared: boolean;
}

async function check(scene: StateScene, setting: Setting): Promise<void> {
  const { isShared, histories, callsPerClient } = setting;
  const clients = isShared
    ? await scene.clients(setting.clients)
    : Array.from({ length: setting.clients }, () => scene.state);
  for (let seed = 1; seed <= histories; seed += 1) {
    const keys = Array.from({ length: setting.keys }, (_, index) => `h${seed}/${index}`);
    const history = await scene.value(randomHistory({ seed, clients, keys, callsPerClient }));
    const fault = findFault(history);
    if (fault !== undefined)
      throw new CaseFailure(
        `No order of these calls gives what they were told (seed ${seed}, ${history.length} calls):\n${print(fault)}`,
      );
  }
}

const needs = { operations: ['get', 'put', 'delete', 'putIfAbsent', 'increment'] } as const;

function row(title: string, setting: Setting): StateRow {
  return { title, parameters: setting, needs, run: (scene) => check(scene, setting) };
}

/** Random calls of several clients at once, against the order that one at a time would have. */
export const historyCases = cases('histories', 'cas', {
  of_one_facade: row(
    'In 120 random histories of three clients of one facade every call has its effect at one moment.',
    { histories: 120, clients: 3, keys: 2, callsPerClient: 7, isShared: false },
  ),
  of_several_facades: row(
    'In 120 random histories of four clients of three facades every call has its effect at one moment.',
    { histories: 120, clients: 4, keys: 2, callsPerClient: 6, isShared: true },
  ),
  of_many_clients_and_one_key: row(
    'In 40 random histories of eight clients on one key every call has its effect at one moment.',
    { histories: 40, clients: 8, keys: 1, callsPerClient: 4, isShared: true },
  ),
});
