import type { Node } from 'oxc-parser';
import { around, type Located, type SourceFile } from './syntax.ts';

/** A use of a name that the module does not define: `setTimeout`, `Date.now`, `process.env.HOME`. */
export interface GlobalUse {
  /** The name with the members read from it; a leading `globalThis.` is dropped. */
  readonly path: string;
  readonly line: number;
}

/**
 * The globals that a module uses as values.
 *
 * Scopes are not followed: a name that is bound anywhere in the file counts as the file's own.
 */
export function globalsOf(file: SourceFile): GlobalUse[] {
  const bound = new Set(file.nodes.flatMap(({ node }) => namesBoundBy(node)));
  return file.nodes.flatMap((located) => {
    const { node } = located;
    if (node.type !== 'Identifier' || bound.has(node.name) || !isReference(located)) return [];
    const path = [node.name, ...membersOf(located)].join('.').replace(/^globalThis\./, '');
    return [{ path, line: file.lineOf(node.start) }];
  });
}

/** Whether the path is one of the named globals or a member of it. */
export function isUseOf(use: GlobalUse, name: string): boolean {
  return use.path === name || use.path.startsWith(`${name}.`);
}

function membersOf(located: Located): string[] {
  const outer = located.parent;
  if (outer?.node.type !== 'MemberExpression' || outer.node.object !== located.node) return [];
  const { property } = outer.node;
  if (!outer.node.computed && property.type === 'Identifier') return [property.name, ...membersOf(outer)];
  return property.type === 'Literal' && typeof property.value === 'string' ? [property.value] : [];
}

/** Not the name of a member, a property, a label or a type. */
function isReference(located: Located): boolean {
  const outer = located.parent?.node;
  if (outer === undefined || outer.type.startsWith('TS')) return isValueInside(outer);
  const isName =
    (outer.type === 'MemberExpression' && outer.property === located.node && !outer.computed) ||
    ('key' in outer && outer.key === located.node && !('computed' in outer && outer.computed)) ||
    outer.type === 'LabeledStatement' ||
    outer.type.endsWith('Specifier');
  return (
    !isName && ![...around(located)].some(({ node }) => node.type.startsWith('TS') && !isValueInside(node))
  );
}

const valueWrappers: readonly string[] = [
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSInstantiationExpression',
  'TSTypeAssertion',
];

function isValueInside(node: Node | undefined): boolean {
  return node !== undefined && valueWrappers.includes(node.type);
}

function namesBoundBy(node: Node): string[] {
  switch (node.type) {
    case 'VariableDeclarator':
      return namesIn(node.id);
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return [...(node.id === null ? [] : [node.id.name]), ...node.params.flatMap(namesIn)];
    case 'ClassDeclaration':
    case 'ClassExpression':
      return node.id === null ? [] : [node.id.name];
    case 'CatchClause':
      return node.param === null ? [] : namesIn(node.param);
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      return [node.local.name];
    default:
      return [];
  }
}

function namesIn(pattern: Node): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap(namesIn);
    case 'Property':
      return namesIn(pattern.value);
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element === null ? [] : namesIn(element)));
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    case 'RestElement':
      return namesIn(pattern.argument);
    default:
      return [];
  }
}
