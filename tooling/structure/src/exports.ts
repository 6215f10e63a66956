import type { Node } from 'oxc-parser';
import type { SourceFile } from './syntax.ts';

/** One name that a module exports. */
export interface Exported {
  readonly name: string;
  /** `list` is a name in `export { … }`: what it is, is said where it is declared. */
  readonly kind: 'type' | 'data' | 'function' | 'list';
  readonly line: number;
}

/** The names that a module exports, in the order of its text. */
export function exportsOf(file: SourceFile): Exported[] {
  const found = file.body.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration') return [];
    const { declaration, specifiers, start } = statement;
    const line = file.lineOf(start);
    if (declaration !== null) return declared(declaration).map((one) => ({ ...one, line }));
    return specifiers.map(({ exported, start: at }) => ({
      name: nameOf(exported),
      kind: 'list' as const,
      line: file.lineOf(at),
    }));
  });
  // The overloads of a function are one name.
  return found.filter(({ name }, index) => found.findIndex((other) => other.name === name) === index);
}

/** The name that an identifier is; of anything else, an empty one. */
export function nameOf(node: Node | null): string {
  return node?.type === 'Identifier' ? node.name : '';
}

function declared(node: Node): Omit<Exported, 'line'>[] {
  if (node.type === 'VariableDeclaration') {
    return node.declarations.map(({ id, init }) => ({
      name: nameOf(id),
      kind:
        init?.type === 'ArrowFunctionExpression' || init?.type === 'FunctionExpression' ? 'function' : 'data',
    }));
  }
  const kind =
    node.type.startsWith('TSInterface') || node.type.startsWith('TSTypeAlias') ? 'type' : 'function';
  return 'id' in node ? [{ name: nameOf(node.id), kind }] : [];
}
