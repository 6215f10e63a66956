import { type Finding, invalid } from '../config/finding.ts';
import { variableOf } from '../config/names.ts';
import { nearest } from '../config/nearest.ts';
import { variablesOf } from './collect-options.ts';
import type { Completed } from './complete.ts';
import type { Draft, Environment } from './context.ts';

/**
 * Variables of an instance (`PAYMENTS_…`) that nothing reads and whose name is nearly that of one that is read. Left
 * alone they would be passed over in silence, and a default would serve in their place.
 */
export function misspeltVariables(
  drafts: readonly Draft[],
  completed: readonly Completed[],
  env: Environment,
): readonly Finding[] {
  const known = new Set([
    ...drafts.flatMap(({ path }) => [variableOf(path, 'provider'), variableOf(path, 'mode')]),
    ...completed.flatMap(({ draft, adapter }) =>
      adapter.factory.adapter.fields.flatMap((field) => variablesOf(draft.path, field, true)),
    ),
  ]);
  const missing = new Set(
    completed.flatMap(({ findings }) =>
      findings.map(({ problem }) => problem.variable).filter((name) => name !== undefined),
    ),
  );
  const unread = drafts.flatMap(({ path, label }) => {
    const prefix = variableOf(path, '');
    const own = [...known].filter((name) => name.startsWith(prefix) && !env[name] && !missing.has(name));
    return Object.keys(env)
      .filter((name) => name.startsWith(prefix) && !known.has(name) && env[name])
      .flatMap((name) => {
        const meant = nearest(name, own, 2);
        if (meant === undefined) return [];
        const found = `${name}, a variable that nothing reads`;
        return [
          invalid({ path: label, variable: name, found, expected: meant, fix: `Did you mean ${meant}?` }),
        ];
      });
  });
  return [...unread, ...drafts.flatMap((draft) => ofGroup(draft, env))];
}

/** `STORAGE_PROVIDER` where the instances are `storage.uploads` and `storage.backups`: it is meant for none of them. */
function ofGroup({ path, label }: Draft, env: Environment): readonly Finding[] {
  const [group = '', instance] = path;
  const [variable, own] = [variableOf([group], 'provider'), variableOf(path, 'provider')];
  if (instance === undefined || !env[variable] || env[own]) return [];
  const found = `${variable}, a variable that nothing reads`;
  return [invalid({ path: label, variable, found, expected: own, fix: `Rename it to ${own}.` })];
}
