import type { Node, Printed } from './api.ts';
import { at, changed, type Finding, type Place } from './place.ts';

/** What is called, with what, and what comes back; names of parameters are no part of it. */
export interface Signature {
  readonly parameters: readonly Parameter[];
  readonly result: Node | undefined;
  readonly generics: Node | undefined;
}

interface Parameter {
  readonly type: Node | undefined;
  readonly isOptional: boolean;
  readonly isRest: boolean;
}

interface Signed extends Printed {
  readonly signature: Signature;
}

/** The signature of a function, a method or the type of one. */
export function signatureOf(node: Node): Signature | undefined {
  switch (node.type) {
    case 'TSDeclareFunction':
    case 'TSEmptyBodyFunctionExpression':
    case 'TSFunctionType':
    case 'TSConstructorType':
    case 'TSMethodSignature':
    case 'TSCallSignatureDeclaration':
    case 'TSConstructSignatureDeclaration':
      return {
        parameters: node.params.map(toParameter),
        result: node.returnType?.typeAnnotation,
        generics: node.typeParameters ?? undefined,
      };
    case 'MethodDefinition':
      return signatureOf(node.value);
    default:
      return undefined;
  }
}

function toParameter(node: Node): Parameter {
  const annotation = 'typeAnnotation' in node ? node.typeAnnotation : undefined;
  const isRest = node.type === 'RestElement';
  return {
    type: annotation?.type === 'TSTypeAnnotation' ? annotation.typeAnnotation : undefined,
    isOptional: isRest || ('optional' in node && node.optional === true),
    isRest,
  };
}

/** Compares two signatures: callers go on as before where only parameters were added that may be left out. */
export function compareSignatures(place: Place, before: Signed, after: Signed): readonly Finding[] {
  const [old, young] = [before.signature, after.signature];
  const added = young.parameters.slice(old.parameters.length);
  const isAlike =
    textIn(before, old.generics) === textIn(after, young.generics) &&
    old.parameters.every((parameter, index) => hasSameForm(parameter, young.parameters[index])) &&
    added.every(({ isOptional }) => isOptional);
  if (!isAlike) return changed(place, before, after);
  // What is given to a call, callers make.
  const given = { ...place, mayGain: false };
  const inner = [
    ...old.parameters.flatMap(({ type }, index) =>
      comparePair(given, before, after, [type, young.parameters[index]?.type]),
    ),
    ...comparePair(place, before, after, [old.result, young.result]),
  ];
  const freed = young.parameters.filter(
    ({ isOptional }, index) => isOptional && old.parameters[index]?.isOptional === false,
  );
  const lines = [...added, ...freed].map(({ type }) => `+ ${textIn(after, type)}`);
  if (lines.length === 0) return inner;
  return [...inner, { level: 'minor', what: `${place.path} has parameters that may be left out`, lines }];
}

function hasSameForm(old: Parameter, young: Parameter | undefined): boolean {
  return young !== undefined && old.isRest === young.isRest && (young.isOptional || !old.isOptional);
}

function comparePair(
  place: Place,
  before: Printed,
  after: Printed,
  [old, young]: readonly [Node | undefined, Node | undefined],
): readonly Finding[] {
  if (old === undefined && young === undefined) return [];
  if (old === undefined || young === undefined) return changed(place, before, after);
  return [{ place, before: at(before, old), after: at(after, young) }];
}

function textIn({ file }: Printed, node: Node | undefined): string {
  return node === undefined ? '' : file.text.slice(node.start, node.end).replaceAll(/\s+/g, ' ');
}
