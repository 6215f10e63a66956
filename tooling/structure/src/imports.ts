import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path/posix';
import type { Node } from 'oxc-parser';
import type { SourceFile } from './syntax.ts';

/** One place where a module names another. */
export interface Import {
  readonly specifier: string;
  /** `type` leaves no trace in the JavaScript; `static` runs at import; `dynamic` runs when it is reached. */
  readonly kind: 'type' | 'static' | 'dynamic';
  readonly line: number;
}

/** All imports and re-exports of a module. */
export function importsOf(file: SourceFile): Import[] {
  return file.nodes.flatMap(({ node }) => {
    const found = importIn(node);
    return found === undefined ? [] : [{ ...found, line: file.lineOf(node.start) }];
  });
}

/** Whether the specifier names a package, and not a file nor a part of the runtime. */
export function isPackage(specifier: string): boolean {
  return !specifier.startsWith('.') && !isNodeBuiltin(specifier);
}

/** Whether the specifier names a part of Node, with or without `node:`. */
export function isNodeBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

/** The path that a relative specifier leads to. */
export function resolveRelative(from: string, specifier: string): string {
  return join(dirname(from), specifier);
}

function importIn(node: Node): Omit<Import, 'line'> | undefined {
  switch (node.type) {
    // `import { type A }` keeps the import itself under verbatimModuleSyntax: only `import type` leaves nothing.
    case 'ImportDeclaration':
      return { specifier: node.source.value, kind: node.importKind === 'type' ? 'type' : 'static' };
    case 'ExportAllDeclaration':
      return { specifier: node.source.value, kind: node.exportKind === 'type' ? 'type' : 'static' };
    case 'ExportNamedDeclaration':
      if (node.source === null) return undefined;
      return { specifier: node.source.value, kind: node.exportKind === 'type' ? 'type' : 'static' };
    case 'TSImportType':
      return { specifier: node.source.value, kind: 'type' };
    case 'ImportExpression':
      if (node.source.type !== 'Literal' || typeof node.source.value !== 'string') return undefined;
      return { specifier: node.source.value, kind: 'dynamic' };
    default:
      return undefined;
  }
}
