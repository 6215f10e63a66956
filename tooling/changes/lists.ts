import { type Printed, textOf } from './api.ts';
import type { Change } from './levels.ts';
import { at, changed, type Pair } from './place.ts';

/** The words of a union or of a tuple, or the objects of a union, when it has nothing else. */
export interface List {
  /** Lists of one kind are compared with each other; a word alone is a union of one. */
  readonly kind: 'words' | 'tuple' | 'objects';
  readonly parts: readonly string[];
}

/** A type as a list; `undefined` for every other. */
export function listOf(printed: Printed): List | undefined {
  const { node } = printed;
  if (node.type === 'TSTypeOperator') return listOf(at(printed, node.typeAnnotation));
  const isTuple = node.type === 'TSTupleType';
  const types = node.type === 'TSUnionType' ? node.types : isTuple ? node.elementTypes : [node];
  const parts = types.map((type) => textOf(at(printed, type)));
  if (types.every(({ type }) => type === 'TSLiteralType'))
    return { kind: isTuple ? 'tuple' : 'words', parts };
  return node.type === 'TSUnionType' && isToldApart(printed) ? { kind: 'objects', parts } : undefined;
}

/** Whether a union has objects alone, and each has a word under a key that all of them have. */
function isToldApart({ node }: Printed): boolean {
  if (node.type !== 'TSUnionType') return false;
  const words = node.types.map((type) => (type.type === 'TSTypeLiteral' ? wordKeysOf(type.members) : []));
  return words[0]?.some((key) => words.every((keys) => keys.includes(key))) === true;
}

function wordKeysOf(members: readonly Printed['node'][]): readonly string[] {
  return members.flatMap((member) =>
    member.type === 'TSPropertySignature' &&
    member.key.type === 'Identifier' &&
    member.typeAnnotation?.typeAnnotation.type === 'TSLiteralType'
      ? [member.key.name]
      : [],
  );
}

/** Lists of words, and of objects that a word tells apart, may grow: a reader keeps a branch for the unknown. */
export function compareLists({ place, before, after }: Pair, old: List, young: List): readonly Change[] {
  const isLess = old.kind !== young.kind || old.parts.some((part) => !young.parts.includes(part));
  const lines = young.parts.filter((part) => !old.parts.includes(part)).map((part) => `+ ${part}`);
  if (isLess || (place.isClosed && lines.length > 0)) return changed(place, before, after);
  // The same words in another order are the same list.
  return lines.length === 0 ? [] : [{ level: 'minor', what: `${place.path} has grown`, lines }];
}
