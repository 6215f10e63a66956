import { type Declared, type Node, type Printed, textOf } from './api.ts';
import type { Change } from './levels.ts';
import { compareMembers } from './members.ts';
import { at, changed, type Finding, type Pair, type Place } from './place.ts';
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
    isClosed: /(Status|State|Outcome)$/.test(name),
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
  const [words, wordsNow] = [listOf(before), listOf(after)];
  if (words && wordsNow) return compareLists({ place, before, after }, words, wordsNow);
  const [inner, innerYoung] = [innerTypes(old), innerTypes(young)];
  const isSameAround = old.type === young.type && frameOf(before, inner) === frameOf(after, innerYoung);
  if (inner.length > 0 && inner.length === innerYoung.length && isSameAround) {
    return inner.flatMap((type, index) => {
      const now = innerYoung[index];
      return now === undefined ? [] : [{ place, before: at(before, type), after: at(after, now) }];
    });
  }
  return compareCallables(place, before, after);
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

/** Lists of words, and of objects that a word tells apart, may grow: a reader keeps a branch for the unknown. */
function compareLists(
  { place, before, after }: Pair,
  old: readonly string[],
  young: readonly string[],
): readonly Change[] {
  if (place.isClosed || old.some((word) => !young.includes(word))) return changed(place, before, after);
  const lines = young.filter((word) => !old.includes(word)).map((word) => `+ ${word}`);
  // The same words in another order are the same list.
  return lines.length === 0 ? [] : [{ level: 'minor', what: `${place.path} has grown`, lines }];
}

/** The words of a union or of a tuple, when it has nothing else. */
function listOf(printed: Printed): readonly string[] | undefined {
  const { node } = printed;
  if (node.type === 'TSTypeOperator') return listOf(at(printed, node.typeAnnotation));
  const types =
    node.type === 'TSUnionType' ? node.types : node.type === 'TSTupleType' ? node.elementTypes : [node];
  const isList = ['TSLiteralType', 'TSTypeLiteral'].some((kind) => types.every(({ type }) => type === kind));
  return isList ? types.map((type) => textOf(at(printed, type))) : undefined;
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
    default:
      return [];
  }
}

/** A type without the types inside it. */
function frameOf(printed: Printed, inner: readonly Node[]): string {
  return inner.reduce((text, type) => text.replace(textOf(at(printed, type)), '…'), textOf(printed));
}

function headOf({ node, file }: Printed, body: Node): string {
  return file.text.slice(node.start, body.start).replaceAll(/\s+/g, ' ');
}

function typeOfConstant(node: Node): Node | undefined {
  const id = node.type === 'VariableDeclaration' ? node.declarations[0]?.id : undefined;
  return id?.type === 'Identifier' ? id.typeAnnotation?.typeAnnotation : undefined;
}
