import { type Api, type Declared, textOf } from './api.ts';
import { compareDeclarations } from './compare-types.ts';
import type { Change } from './levels.ts';
import { compareMeanings, compareOrigins } from './origins.ts';

/** What became of what a package declared: an empty list when nothing did. */
export function compareApis(before: Api, after: Api): readonly Change[] {
  return [
    ...[...before.exports].flatMap(([key, origin]) => compareOrigins(key, [origin, before], after)),
    ...[...after.exports.keys()].filter((key) => !before.exports.has(key)).map(addedExport),
    ...compareMeanings(before, after),
    ...[...before.declarations].flatMap(([name, old]) => compareName(name, old, after)),
  ];
}

function addedExport(key: string): Change {
  const [entry = '', name = ''] = key.split(' ');
  return { level: 'minor', what: `${name} is exported by ${entry}`, lines: [`+ export ${name}`] };
}

function compareName(name: string, old: readonly Declared[], after: Api): readonly Change[] {
  const young = after.declarations.get(name) ?? [];
  // A type that only others named is gone with them, and each of those is compared.
  if (young.length === 0) return [];
  const sealed = old.every(({ isSealed }) => !isSealed) && young.some(({ isSealed }) => isSealed);
  return [
    ...(sealed ? [{ level: 'major' as const, what: `${name} is sealed now`, lines: ['+ @sealed'] }] : []),
    ...compareForms(name, old, young),
  ];
}

/** Overloads are compared in their order, in which the compiler tries them; types of one name, wherever they stand. */
function compareForms(name: string, old: readonly Declared[], young: readonly Declared[]): readonly Change[] {
  const isFunction = old.every(({ node }) => node.type === 'TSDeclareFunction');
  const isIn = (list: readonly Declared[]) => (declared: Declared) =>
    list.some((other) => textOf(other) === textOf(declared));
  const gone = isFunction ? old : old.filter((declared) => !isIn(young)(declared));
  const come = isFunction ? young : young.filter((declared) => !isIn(old)(declared));
  return [
    ...gone.flatMap((declared, index) => compareDeclarations(name, declared, come[index])),
    ...come.slice(gone.length).map((declared) => overload(name, declared)),
  ];
}

function overload(name: string, declared: Declared): Change {
  return { level: 'minor', what: `${name} has one more form`, lines: [`+ ${textOf(declared)}`] };
}
