import type { Node } from 'oxc-parser';
import { exportsOf, nameOf } from './exports.ts';
import { resolveRelative } from './imports.ts';
import { isRecord, recordIn } from './manifest.ts';
import type { SourceFile } from './syntax.ts';
import type { Package } from './workspace.ts';

/** One name that a package exports, where it is declared. */
export interface PublicName {
  readonly name: string;
  readonly file: SourceFile;
  readonly declarations: readonly Declaration[];
}

/** One statement that declares a name; overloads are several. */
export interface Declaration {
  /** Where the statement begins, `export` included. */
  readonly start: number;
  /** The function, class, interface, type or declarator. */
  readonly node: Node;
}

/** Every name that the entries of a package export, each once, at its declaration. */
export function publicNames(owner: Package): PublicName[] {
  const files = new Map(owner.sources.map((file) => [file.path, file]));
  const found = new Map<string, PublicName>();
  for (const entry of entryFiles(owner)) {
    const file = files.get(entry);
    for (const { name } of file === undefined ? [] : exportsOf(file)) {
      const declared = file && declarationOf(file, name, files);
      if (declared !== undefined) found.set(`${declared.file.path} ${declared.name}`, declared);
    }
  }
  return [...found.values()];
}

/** The statements of a module that declare a name. */
export function declarationsOf(file: SourceFile, name: string): Declaration[] {
  return file.body.flatMap((statement) => {
    const node = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (node === null) return [];
    const nodes: readonly Node[] = node.type === 'VariableDeclaration' ? node.declarations : [node];
    return nodes
      .filter((declared) => nameOf('id' in declared ? declared.id : null) === name)
      .map((declared) => ({ start: statement.start, node: declared }));
  });
}

function entryFiles({ folder, manifest }: Package): string[] {
  return Object.values(recordIn(manifest, 'exports')).flatMap((target) => {
    const source = isRecord(target) ? target['@patchbay/source'] : undefined;
    return typeof source === 'string' ? [resolveRelative(`${folder}/package.json`, source)] : [];
  });
}

/** Follows `export { name } from './file.ts'` to the declaration; `undefined` when it is another package's. */
function declarationOf(
  file: SourceFile,
  name: string,
  files: ReadonlyMap<string, SourceFile>,
): PublicName | undefined {
  for (const statement of file.body) {
    if (statement.type !== 'ExportNamedDeclaration') continue;
    const specifier = statement.specifiers.find(({ exported }) => nameOf(exported) === name);
    if (specifier === undefined) continue;
    const local = nameOf(specifier.local);
    if (statement.source === null) return declaredIn(file, local);
    const target = files.get(resolveRelative(file.path, statement.source.value));
    return target && declarationOf(target, local, files);
  }
  return declaredIn(file, name);
}

function declaredIn(file: SourceFile, name: string): PublicName | undefined {
  const declarations = declarationsOf(file, name);
  return declarations.length === 0 ? undefined : { name, file, declarations };
}
