import { nameOf } from '../structure/src/exports.ts';
import { resolveRelative } from '../structure/src/imports.ts';
import { parseSource, type SourceFile } from '../structure/src/syntax.ts';

type Node = SourceFile['body'][number];

/** Where a name of a module comes from. */
export interface Origin {
  /** The module; empty for the one that is spoken of. */
  readonly specifier: string;
  /** What it is called there (`default`, `*`). */
  readonly name: string;
  /** Whether only its type comes along: `export type { … }`. */
  readonly isTypeOnly: boolean;
}

/** A declaration as it is reported: without comments and without `export`. */
export interface Declaration {
  readonly text: string;
  /** Local names that its types refer to. */
  readonly references: readonly string[];
  /** Names that it takes from a module of the same package in place: `import('./x.ts').X`. */
  readonly inline: readonly Origin[];
}

/** A module of declarations. */
export interface Module {
  readonly path: string;
  readonly imports: ReadonlyMap<string, Origin>;
  readonly exports: ReadonlyMap<string, Origin>;
  /** By local name; the overloads of a function are one declaration. */
  readonly declarations: ReadonlyMap<string, Declaration>;
}

/** Reads the declarations of one module. */
export function readModule(path: string, text: string): Module {
  const file = parseSource(path, withoutComments(path, text));
  const [problem] = file.errors;
  if (problem !== undefined) throw new Error(`${path}: ${problem.message}`);
  const module = { path, imports: new Map(), exports: new Map(), declarations: new Map() };
  for (const statement of file.body) readStatement(statement, file, module);
  return module;
}

/** What of a comment is part of what is promised, and stays; `@internal` says that nothing is. */
const promises = /@(deprecated|internal|sealed)\b/;

function withoutComments(path: string, text: string): string {
  const { comments } = parseSource(path, text);
  let result = '';
  let end = 0;
  for (const comment of comments) {
    const promise = promises.exec(comment.value)?.[0];
    result += text.slice(end, comment.start) + (promise === undefined ? '' : `/** ${promise} */`);
    end = comment.end;
  }
  const lines = (result + text.slice(end)).split('\n').filter((line) => line.trim() !== '');
  return lines
    .map((line) => line.trimEnd().replace(/^( {4})+/, (indent) => ' '.repeat(indent.length / 2)))
    .join('\n');
}

interface Draft {
  readonly imports: Map<string, Origin>;
  readonly exports: Map<string, Origin>;
  readonly declarations: Map<string, Declaration>;
}

function readStatement(statement: Node, file: SourceFile, into: Draft): void {
  if (statement.type === 'ImportDeclaration') readImports(statement, into);
  else if (statement.type === 'ExportNamedDeclaration' && statement.declaration === null)
    readExports(statement, into);
  else if (statement.type === 'ExportNamedDeclaration' && statement.declaration !== null) {
    for (const name of addDeclaration(statement.declaration, statement, file, into))
      into.exports.set(name, { specifier: '', name, isTypeOnly: false });
  } else if ('id' in statement || statement.type === 'VariableDeclaration') {
    addDeclaration(statement, statement, file, into);
  } else if (statement.type !== 'EmptyStatement') {
    throw new Error(`${file.path}:${file.lineOf(statement.start)}: ${statement.type} is not reported yet`);
  }
}

type Imports = Extract<Node, { readonly type: 'ImportDeclaration' }>;
type Exports = Extract<Node, { readonly type: 'ExportNamedDeclaration' }>;

function readImports({ specifiers, source, importKind }: Imports, { imports }: Draft): void {
  for (const specifier of specifiers) {
    const isTypeOnly =
      importKind === 'type' || (specifier.type === 'ImportSpecifier' && specifier.importKind === 'type');
    imports.set(specifier.local.name, { specifier: source.value, name: importedName(specifier), isTypeOnly });
  }
}

/** What an import is called where it comes from. */
export function importedName(specifier: Imports['specifiers'][number]): string {
  if (specifier.type === 'ImportSpecifier') return nameOf(specifier.imported);
  return specifier.type === 'ImportDefaultSpecifier' ? 'default' : '*';
}

function readExports(statement: Exports, { exports }: Draft): void {
  const specifier = statement.source?.value ?? '';
  for (const { local, exported, exportKind } of statement.specifiers) {
    const isTypeOnly = statement.exportKind === 'type' || exportKind === 'type';
    exports.set(nameOf(exported), { specifier, name: nameOf(local), isTypeOnly });
  }
}

function addDeclaration(node: Node, statement: Node, file: SourceFile, into: Draft): readonly string[] {
  const names =
    node.type === 'VariableDeclaration'
      ? node.declarations.map(({ id }) => nameOf(id))
      : [nameOf('id' in node ? node.id : null)];
  const hidden = internalParts(node, file);
  const isShown = ({ start }: Node) => start >= node.start && !hidden.some((part) => isWithin(start, part));
  const types = file.nodes
    .map((located) => located.node)
    .filter((type) => type.end <= node.end && isShown(type));
  for (const name of names) {
    const before = into.declarations.get(name);
    into.declarations.set(name, {
      text: [...(before ? [before.text] : []), markOf(file, statement) + textOf(file, node, hidden)].join(
        '\n',
      ),
      references: [...(before?.references ?? []), ...types.flatMap(referencesIn)],
      inline: [...(before?.inline ?? []), ...types.flatMap((type) => inlineImport(type, file.path))],
    });
  }
  return names;
}

interface Part {
  readonly start: number;
  readonly end: number;
}

function isWithin(offset: number, { start, end }: Part): boolean {
  return offset >= start && offset < end;
}

/** The members that are marked `@internal`, each with its mark. */
function internalParts(node: Node, file: SourceFile): Part[] {
  const marks = file.comments.filter(
    ({ value, start }) => value.includes('@internal') && isWithin(start, node),
  );
  return marks.flatMap((mark) => {
    const member = file.nodes.find((located) => located.node.start > mark.end)?.node;
    return member === undefined ? [] : [{ start: file.text.lastIndexOf('\n', mark.start), end: member.end }];
  });
}

function textOf({ text }: SourceFile, { start, end }: Node, hidden: readonly Part[]): string {
  let [result, from] = ['', start];
  for (const part of hidden) {
    result += text.slice(from, part.start);
    from = part.end;
  }
  return (result + text.slice(from, end)).replaceAll(/\bimport\(["']\.[^)]*\)\./g, '');
}

function markOf(file: SourceFile, statement: Node): string {
  const comment = file.comments.findLast(({ end }) => end <= statement.start);
  const stands = comment !== undefined && file.text.slice(comment.end, statement.start).trim() === '';
  return stands ? `${file.text.slice(comment.start, comment.end)}\n` : '';
}

/** The names that a type refers to, of itself: those inside it are nodes of their own. */
export function referencesIn(node: Node): string[] {
  switch (node.type) {
    case 'TSTypeReference':
      return [firstName(node.typeName)];
    case 'TSTypeQuery':
      return [firstName(node.exprName)];
    case 'TSInterfaceHeritage':
    case 'TSClassImplements':
      return [firstName(node.expression)];
    case 'ClassDeclaration':
      return node.superClass === null ? [] : [firstName(node.superClass)];
    case 'TSPropertySignature':
    case 'TSMethodSignature':
    case 'PropertyDefinition':
    case 'MethodDefinition':
      return node.computed ? [firstName(node.key)] : [];
    default:
      return [];
  }
}

function firstName(node: Node): string {
  if (node.type === 'TSQualifiedName') return firstName(node.left);
  return node.type === 'MemberExpression' ? firstName(node.object) : nameOf(node);
}

function inlineImport(node: Node, path: string): Origin[] {
  if (node.type !== 'TSImportType' || !node.source.value.startsWith('.')) return [];
  if (node.qualifier === null) throw new Error(`${path}: a whole module as a type is not reported yet`);
  return [{ specifier: node.source.value, name: firstName(node.qualifier), isTypeOnly: true }];
}

/** The path, from the root, of the module that an origin names; `undefined` for one of another package. */
export function modulePathOf(module: Module, { specifier }: Origin): string | undefined {
  return specifier.startsWith('.')
    ? resolveRelative(module.path, specifier).replace(/\.js$/, '.ts')
    : undefined;
}
