import { nameOf } from '../structure/src/exports.ts';
import { parseSource, type SourceFile } from '../structure/src/syntax.ts';

export type Node = SourceFile['body'][number];

/** A node and the text that it is a part of. */
export interface Printed {
  readonly node: Node;
  readonly file: SourceFile;
}

/** A declaration of an api.md. */
export interface Declared extends Printed {
  /** Whether what it declares is made by Patchbay alone, so that it may gain members. */
  readonly isSealed: boolean;
}

/** What an api.md says. */
export interface Api {
  /** `<entry> <name>` → where the name comes from; nothing for what is declared by the same name. */
  readonly exports: ReadonlyMap<string, string>;
  /** By name. Overloads are several, and so are declarations of one name in several modules. */
  readonly declarations: ReadonlyMap<string, readonly Declared[]>;
}

const sections = /^## (.+)\n\n```ts\n([\s\S]*?)\n```$/gm;

/** Reads the page that `npm run api` writes. */
export function readApi(page: string): Api {
  const api = { exports: new Map<string, string>(), declarations: new Map<string, Declared[]>() };
  for (const [, heading = '', code = ''] of page.matchAll(sections)) {
    const file = parseSource('api.ts', code);
    const [problem] = file.errors;
    if (problem !== undefined) throw new Error(`api.md, ${heading}: ${problem.message}`);
    for (const statement of file.body) readStatement(statement, file, heading.replaceAll('`', ''), api);
  }
  return api;
}

interface Draft {
  readonly exports: Map<string, string>;
  readonly declarations: Map<string, Declared[]>;
}

function readStatement(statement: Node, file: SourceFile, entry: string, into: Draft): void {
  const isExport = statement.type === 'ExportNamedDeclaration';
  if (isExport && statement.declaration === null) {
    for (const { local, exported } of statement.specifiers) {
      into.exports.set(`${entry} ${nameOf(exported)}`, `${nameOf(local)} ${statement.source?.value ?? ''}`);
    }
    return;
  }
  const node = isExport ? statement.declaration : statement;
  const name = node === null ? '' : declaredName(node);
  if (node === null || name === '') return;
  if (isExport) into.exports.set(`${entry} ${name}`, '');
  const isSealed = markBefore(file, statement.start).includes('@sealed');
  into.declarations.set(name, [...(into.declarations.get(name) ?? []), { node, file, isSealed }]);
}

function declaredName(node: Node): string {
  if (node.type === 'VariableDeclaration') return nameOf(node.declarations[0]?.id ?? null);
  return 'id' in node ? nameOf(node.id) : '';
}

function markBefore(file: SourceFile, start: number): string {
  const comment = file.comments.findLast(({ end }) => end <= start);
  const stands = comment !== undefined && file.text.slice(comment.end, start).trim() === '';
  return stands ? comment.value : '';
}

/** The text of a node as one line, without what does not change its meaning. */
export function textOf({ node, file }: Printed): string {
  return file.text
    .slice(node.start, node.end)
    .replaceAll(/\/\*\*.*?\*\//g, '')
    .replace(/^(export )?(declare )?/, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[;,] \}/g, ' }')
    .replace(/[;,]$/, '')
    .trim();
}
