import { type Api, type Origin, textOf } from './api.ts';
import type { Change } from './levels.ts';

/** What became of an exported name: whether it is still there, and still the same thing. */
export function compareOrigins(
  key: string,
  [origin, before]: readonly [Origin, Api],
  after: Api,
): readonly Change[] {
  const now = after.exports.get(key);
  const [entry = '', name = ''] = key.split(' ');
  if (now === undefined)
    return [
      { level: 'major', what: `${name} is no longer exported by ${entry}`, lines: [`- export ${name}`] },
    ];
  const lines = [`- ${toText(origin)}`, `+ ${toText(now)}`];
  if (now.isTypeOnly && !origin.isTypeOnly)
    return [{ level: 'major', what: `${name} of ${entry} is a type alone now`, lines }];
  // What is declared under the same name is compared as a declaration.
  const isOther =
    (origin.name !== now.name || isForeign(origin, before) || isForeign(now, after)) &&
    meaningOf(origin, before) !== meaningOf(now, after);
  if (isOther) return [{ level: 'major', what: `${name} of ${entry} is something else`, lines }];
  return origin.isTypeOnly && !now.isTypeOnly
    ? [{ level: 'minor', what: `${name} of ${entry} is a value, too`, lines }]
    : [];
}

function toText({ name, from, isTypeOnly }: Origin): string {
  return `export ${isTypeOnly ? 'type ' : ''}{ ${name} }${from === '' ? '' : ` from '${from}'`}`;
}

/** An entry of the page may export what another one declares. */
function isForeign({ from }: Origin, { exports }: Api): boolean {
  return from !== '' && ![...exports.keys()].some((key) => key.startsWith(`${from} `));
}

/** What is declared, whatever it is called; or where it is declared. */
function meaningOf(origin: Origin, api: Api): string {
  const { name, from } = origin;
  if (isForeign(origin, api)) return `${name} of ${from}`;
  const texts = api.declarations.get(name)?.map(textOf) ?? [];
  return texts.map((text) => text.replace(new RegExp(`\\b${name}\\b`), '…')).join('\n');
}

/** Names that declarations go on to use, and that have come to mean something else. */
export function compareMeanings(before: Api, after: Api): readonly Change[] {
  const names = [before, after].flatMap(({ imports, declarations }) => [
    ...imports.keys(),
    ...declarations.keys(),
  ]);
  return [...new Set(names)]
    .filter((name) => before.references.has(name) && after.references.has(name))
    .flatMap((name) => {
      const [was, is] = [whereFrom(name, before), whereFrom(name, after)];
      if (was === is) return [];
      const lines = [`- ${was}`, `+ ${is}`];
      return [{ level: 'major' as const, what: `${name} is something else`, lines }];
    });
}

function whereFrom(name: string, { imports, declarations }: Api): string {
  if (declarations.has(name)) return 'declared here';
  return imports.get(name) ?? 'of the platform';
}
