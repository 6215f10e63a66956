import { type Node, type Printed, textOf } from './api.ts';
import type { Change } from './levels.ts';
import { at, changed, type Finding, isOfStates, type Place } from './place.ts';
import { compareSignatures, signatureOf } from './signatures.ts';

/** Compares the members of two interfaces, classes or object types. */
export function compareMembers(place: Place, before: Printed, after: Printed): readonly Finding[] {
  const [old, young] = [membersOf(before), membersOf(after)];
  const known = [...old].flatMap(([key, members]) =>
    compareKey(placeOf(place, key), members, young.get(key) ?? []),
  );
  const added = [...young].filter(([key]) => !old.has(key));
  return [...known, ...added.flatMap(([key, [member]]) => (member ? [addedMember(place, key, member)] : []))];
}

function placeOf(place: Place, key: string): Place {
  return { ...place, path: `${place.path}.${key}`, isClosed: place.isClosed || isOfStates(key) };
}

/** Forms are compared in their order, in which the compiler tries them. */
function compareKey(place: Place, old: readonly Printed[], young: readonly Printed[]): readonly Finding[] {
  if (young.length === 0) {
    const lines = old.map((member) => `- ${textOf(member)}`);
    return [{ level: 'major', what: `${place.path} was removed`, lines }];
  }
  const lines = young.slice(old.length).map((now) => `+ ${textOf(now)}`);
  return [
    ...old.flatMap((member, index) => compareMember(place, member, young[index])),
    ...(lines.length === 0
      ? []
      : [{ level: 'minor' as const, what: `${place.path} has one more form`, lines }]),
  ];
}

function compareMember(place: Place, before: Printed, after: Printed | undefined): readonly Finding[] {
  if (after === undefined)
    return [{ level: 'major', what: `${place.path} has one form less`, lines: [`- ${textOf(before)}`] }];
  const [old, young] = [before.node, after.node];
  if (old.type !== young.type || modifiersOf(before) !== modifiersOf(after))
    return changed(place, before, after);
  const types = [typeOf(old), typeOf(young)] as const;
  if (types[0] && types[1]) return [{ place, before: at(before, types[0]), after: at(after, types[1]) }];
  const signatures = [signatureOf(old), signatureOf(young)] as const;
  if (signatures[0] === undefined || signatures[1] === undefined) return changed(place, before, after);
  return compareSignatures(
    place,
    { ...before, signature: signatures[0] },
    { ...after, signature: signatures[1] },
  );
}

function addedMember({ path, mayGain }: Place, key: string, member: Printed): Change {
  const { node } = member;
  const isOptional = 'optional' in node && node.optional === true;
  const isCall =
    node.type === 'TSCallSignatureDeclaration' || node.type === 'TSConstructSignatureDeclaration';
  const isAbstract = node.type.startsWith('TSAbstract');
  const isHarmless = isOptional || isCall || (mayGain && !isAbstract);
  const what = `${path}.${key} is new${isHarmless ? '' : ', and whoever makes such a value lacks it'}`;
  return { level: isHarmless ? 'minor' : 'major', what, lines: [`+ ${textOf(member)}`] };
}

/** By name; several are overloads. What is private is nobody's to use. */
function membersOf({ node, file }: Printed): ReadonlyMap<string, readonly Printed[]> {
  const members = new Map<string, Printed[]>();
  for (const member of listOf(node)) {
    const isPrivate = 'accessibility' in member && member.accessibility === 'private';
    const key = keyOf(member, file.text);
    if (isPrivate || key.startsWith('#')) continue;
    members.set(key, [...(members.get(key) ?? []), { node: member, file }]);
  }
  return members;
}

function listOf(node: Node): readonly Node[] {
  if (node.type === 'TSTypeLiteral') return node.members;
  return node.type === 'TSInterfaceBody' || node.type === 'ClassBody' ? node.body : [];
}

function keyOf(member: Node, text: string): string {
  if (!('key' in member)) return member.type;
  const key = text.slice(member.key.start, member.key.end);
  const isStatic = 'static' in member && member.static;
  const accessor = 'kind' in member && member.kind === 'set' ? 'set ' : '';
  return `${isStatic ? 'static ' : ''}${accessor}${key}`;
}

/** What stands around the name of a member: `readonly`, `static`, `?`. */
function modifiersOf({ node, file }: Printed): string {
  if (!('key' in node)) return node.type;
  const isOptional = 'optional' in node && node.optional === true;
  return textOf({ node: { ...node, end: node.key.start }, file }) + (isOptional ? '?' : '');
}

function typeOf(member: Node): Node | undefined {
  const annotation = 'typeAnnotation' in member ? member.typeAnnotation : undefined;
  return annotation?.type === 'TSTypeAnnotation' ? annotation.typeAnnotation : undefined;
}
