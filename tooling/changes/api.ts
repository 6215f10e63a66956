import { importedName, referencesIn } from '../api/module.ts';
import { nameOf } from '../structure/src/exports.ts';
import { parseSource, type SourceFile } from '../structure/src/syntax.ts';

export type Node = SourceFile['body'][number];
type ImportStatement = Extract<Node, { readonly type: 'ImportDeclaration' }>;

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

/** Where an exported name comes from. */
export interface Origin {
  /** What it is called there. */
  readonly name: string;
  /** What it is imported from; nothing for what the page itself declares. */
  readonly from: string;
  /** Whether a value of this name is left out. */
  readonly isTypeOnly: boolean;
}

/** What an api.md says. */
export interface Api {
  /** `<entry> <name>` → where the name comes from. */
  readonly exports: ReadonlyMap<string, Origin>;
  /** Names of other packages, as they are called here → where each comes from. */
  readonly imports: ReadonlyMap<string, string>;
  /** Names that declarations refer to. */
  readonly references: ReadonlySet<string>;
  /** By name. Overloads are several, and so are declarations of one name in several modules. */
  readonly declarations: ReadonlyMap<string, readonly Declared[]>;
}

const sections = /^## (.+)\n\n```ts\n([\s\S]*?)\n```$/gm;

/** Reads the page that `npm run api` writes. */
export function readApi(page: string): Api {
  const api: Draft = {
    exports: new Map(),
    imports: new Map(),
    references: new Set(),
    declarations: new Map(),
  };
  const found = [...page.matchAll(sections)];
  if (found.length !== (page.match(/^## /gm) ?? []).length)
    throw new Error('An api.md is not as `npm run api` writes it.');
  for (const [, heading = '', code = ''] of found) {
    const file = parseSource('api.ts', code);
    const [problem] = file.errors;
    if (problem !== undefined) throw new Error(`api.md, ${heading}: ${problem.message}`);
    for (const { node } of file.nodes) for (const name of referencesIn(node)) api.references.add(name);
    for (const statement of file.body) readStatement(statement, file, heading.replaceAll('`', ''), api);
  }
  return api;
}

interface Draft {
  readonly exports: Map<string, Origin>;
  readonly imports: Map<string, string>;
  readonly references: Set<string>;
  readonly declarations: Map<string, Declared[]>;
}

function readStatement(statement: Node, file: SourceFile, entry: string, into: Draft): void {
  if (statement.type === 'ImportDeclaration') return readImport(statement, into);
  const isExport = statement.type === 'ExportNamedDeclaration';
  if (isExport && statement.declaration === null) {
    const shared = { from: statement.source?.value ?? '', isTypeOnly: statement.exportKind === 'type' };
    for (const { local, exported } of statement.specifiers)
      into.exports.set(`${entry} ${nameOf(exported)}`, { name: nameOf(local), ...shared });
    return;
  }
  const node = isExport ? statement.declaration : statement;
  const name = node === null ? '' : declaredName(node);
  if (node === null || name === '') return;
  if (isExport) into.exports.set(`${entry} ${name}`, { name, from: '', isTypeOnly: false });
  const isSealed = markBefore(file, statement.start).includes('@sealed');
  into.declarations.set(name, [...(into.declarations.get(name) ?? []), { node, file, isSealed }]);
}

/** Two sections may import different things under one name. */
function readImport(statement: ImportStatement, { imports }: Draft): void {
  for (const specifier of statement.specifiers) {
    const origin = `${importedName(specifier)} of ${statement.source.value}`;
    const known = imports.get(specifier.local.name)?.split(', ') ?? [];
    imports.set(specifier.local.name, [...new Set([...known, origin])].toSorted().join(', '));
  }
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
