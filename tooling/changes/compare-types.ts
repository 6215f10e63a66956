import { type Declared, type Node, type Printed, textOf } from './api.ts';
import type { Change } from './levels.ts';
import { compareLists, listOf } from './lists.ts';
import { compareMembers } from './members.ts';
import { at, changed, type Finding, isOfStates, type Pair, type Place } from './place.ts';
import { compareSignatures, signatureOf } from './signatures.ts';

/** Compares two declarations of one name whose texts differ. */
export function compareDeclarations(
  name: string,
  before: Declared,
  after: Declared | undefined,
): readonly Change[] {
  return settle(compareForms(name, before, after));
}

/** Compares what is inside until nothing is left to compare. */
function settle(findings: readonly Finding[]): readonly Change[] {
  return findings.flatMap((finding) => ('level' in finding ? [finding] : settle(compareTypes(finding))));
}

function compareForms(name: string, before: Declared, after: Declared | undefined): readonly Finding[] {
  if (after === undefined)
    return [{ level: 'major', what: `${name} has one form less`, lines: [`- ${textOf(before)}`] }];
  const [old, young] = [before.node, after.node];
  const place: Place = {
    path: name,
    mayGain: before.isSealed || old.type === 'ClassDeclaration' || old.type === 'VariableDeclaration',
    isClosed: isOfStates(name),
    isFacts: /capabilities$/i.test(name),
  };
  if (old.type === 'TSInterfaceDeclaration' || old.type === 'ClassDeclaration') {
    if (young.type !== old.type || headOf(before, old.body) !== headOf(after, young.body))
      return changed(place, before, after);
    return compareMembers(
      place,
      { node: old.body, file: before.file },
      { node: young.body, file: after.file },
    );
  }
  if (old.type === 'TSTypeAliasDeclaration' && young.type === old.type) {
    if (headOf(before, old.typeAnnotation) !== headOf(after, young.typeAnnotation))
      return changed(place, before, after);
    return [{ place, before: at(before, old.typeAnnotation), after: at(after, young.typeAnnotation) }];
  }
  if (old.type === 'VariableDeclaration' && young.type === old.type) {
    const types = [typeOfConstant(old), typeOfConstant(young)] as const;
    return types[0] && types[1]
      ? [{ place, before: at(before, types[0]), after: at(after, types[1]) }]
      : changed(place, before, after);
  }
  return compareCallables(place, before, after);
}

function compareTypes({ place, before, after }: Pair): readonly Finding[] {
  if (textOf(before) === textOf(after)) return [];
  const [old, young] = [before.node, after.node];
  if (old.type === 'TSTypeLiteral' && young.type === old.type) return compareMembers(place, before, after);
  if (place.isFacts && isFact(old) && isFact(young)) return compareFacts(place, before, after);
  const [list, listNow] = [listOf(before), listOf(after)];
  if (list && listNow) return compareLists({ place, before, after }, list, listNow);
  const [inner, innerYoung] = [innerTypes(old), innerTypes(young)];
  const isSameAround = old.type === young.type && frameOf(before, inner) === frameOf(after, innerYoung);
  if (inner.length > 0 && inner.length === innerYoung.length && isSameAround) {
    const inside = placeInside(place, before);
    return inner.flatMap((type, index) => {
      const now = innerYoung[index];
      return now === undefined ? [] : [{ place: inside, before: at(before, type), after: at(after, now) }];
    });
  }
  return compareCallables(place, before, after);
}

/** Types that hold values of the types that they are given. */
const containers: ReadonlySet<string> = new Set([
  'Array',
  'AsyncGenerator',
  'AsyncIterable',
  'Iterable',
  'Pages',
  'Promise',
  'PromiseLike',
  'ReadableStream',
  'Readonly',
  'ReadonlyArray',
  'ReadonlySet',
]);

/** What another type makes of the words and members that it is given, is not known: `Omit` takes more of them away. */
function placeInside(place: Place, around: Printed): Place {
  const { node } = around;
  if (node.type !== 'TSTypeReference' || containers.has(textOf(at(around, node.typeName)))) return place;
  return { ...place, isClosed: true, mayGain: false };
}

function compareCallables(place: Place, before: Printed, after: Printed): readonly Finding[] {
  const [old, young] = [signatureOf(before.node), signatureOf(after.node)];
  const isAlike = old && young && before.node.type === after.node.type;
  if (!isAlike) return changed(place, before, after);
  return compareSignatures(place, { ...before, signature: old }, { ...after, signature: young });
}

function compareFacts(place: Place, before: Printed, after: Printed): readonly Change[] {
  const [old, young] = [textOf(before), textOf(after)];
  const isLost = young === 'false' || (old !== 'false' && /^\D/.test(old) && !isSupport(old));
  const lines = [`- ${old}`, `+ ${young}`];
  return [{ level: isLost ? 'major' : 'minor', what: `${place.path} is another fact`, lines }];
}

function isSupport(text: string): boolean {
  return /^["'](native|composed)["']$/.test(text);
}

function isFact(node: Node): boolean {
  return node.type === 'TSLiteralType';
}

/** The types inside a type whose own change is a change of the same kind around them. */
function innerTypes(node: Node): readonly Node[] {
  switch (node.type) {
    case 'TSTypeReference':
      return node.typeArguments?.params ?? [];
    case 'TSArrayType':
      return [node.elementType];
    case 'TSTypeOperator':
    case 'TSParenthesizedType':
      return [node.typeAnnotation];
    case 'TSIntersectionType':
    case 'TSUnionType':
      return node.types;
    case 'TSTupleType':
      return node.elementTypes;
    default:
      return [];
  }
}

/** A type without the types inside it. */
function frameOf(printed: Printed, inner: readonly Node[]): string {
  const { node, file } = printed;
  const ends = [node.start, ...inner.map(({ end }) => end)];
  const starts = [...inner.map(({ start }) => start), node.end];
  return starts.map((start, index) => file.text.slice(ends[index], start).replaceAll(/\s+/g, ' ')).join('…');
}

function headOf({ node, file }: Printed, body: Node): string {
  return file.text.slice(node.start, body.start).replaceAll(/\s+/g, ' ');
}

function typeOfConstant(node: Node): Node | undefined {
  const id = node.type === 'VariableDeclaration' ? node.declarations[0]?.id : undefined;
  return id?.type === 'Identifier' ? id.typeAnnotation?.typeAnnotation : undefined;
}
