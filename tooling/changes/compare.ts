import { type Api, type Declared, textOf } from './api.ts';
import { compareDeclarations } from './compare-types.ts';
import type { Change } from './levels.ts';

/** What became of what a package declared: an empty list when nothing did. */
export function compareApis(before: Api, after: Api): readonly Change[] {
  return [
    ...[...before.exports].flatMap(([key, origin]) => compareExport(key, origin, after)),
    ...[...after.exports.keys()].filter((key) => !before.exports.has(key)).map(addedExport),
    ...[...before.declarations].flatMap(([name, old]) => compareName(name, old, after, before)),
  ];
}

function compareExport(key: string, origin: string, { exports }: Api): readonly Change[] {
  const now = exports.get(key);
  const [entry = '', name = ''] = key.split(' ');
  if (now === undefined)
    return [
      { level: 'major', what: `${name} is no longer exported by ${entry}`, lines: [`- export ${name}`] },
    ];
  // What was declared under the name is compared with what is; here, only what it stands for.
  const isOther = origin !== '' && now !== '' && origin !== now;
  const lines = [`- export { ${origin} }`, `+ export { ${now} }`];
  return isOther ? [{ level: 'major', what: `${name} of ${entry} is something else`, lines }] : [];
}

function addedExport(key: string): Change {
  const [entry = '', name = ''] = key.split(' ');
  return { level: 'minor', what: `${name} is exported by ${entry}`, lines: [`+ export ${name}`] };
}

function compareName(name: string, old: readonly Declared[], after: Api, before: Api): readonly Change[] {
  const young = after.declarations.get(name) ?? [];
  if (young.length === 0) {
    // A type that only others named is gone with them, and each of those is compared.
    const isExported = [...before.exports].some(([key, origin]) => origin === '' && key.endsWith(` ${name}`));
    const isStill = [...after.exports.keys()].some((key) => key.endsWith(` ${name}`));
    const lines = old.map((declared) => `- ${textOf(declared)}`);
    return isExported && isStill ? [{ level: 'major', what: `${name} is declared elsewhere`, lines }] : [];
  }
  const kept = new Set(young.map(textOf));
  const were = new Set(old.map(textOf));
  const gone = old.filter((declared) => !kept.has(textOf(declared)));
  const come = young.filter((declared) => !were.has(textOf(declared)));
  if (gone.length === 0) return come.map((declared) => overload(name, declared));
  return gone.flatMap((declared, index) => compareDeclarations(name, declared, come[index]));
}

function overload(name: string, declared: Declared): Change {
  return { level: 'minor', what: `${name} has one more form`, lines: [`+ ${textOf(declared)}`] };
}
