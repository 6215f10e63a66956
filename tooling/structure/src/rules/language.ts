import type { Node } from 'oxc-parser';
import type { Rule, Violation } from '../rule.ts';
import type { SourceFile } from '../syntax.ts';
import type { Package, Workspace } from '../workspace.ts';

/** A rule about single nodes of the syntax tree. */
function nodeRule(
  rule: Pick<Rule, 'id' | 'says'> & Pick<Violation, 'wrong' | 'fix'>,
  isBroken: (node: Node, file: SourceFile) => boolean,
): Rule {
  const { id, says, wrong, fix } = rule;
  return {
    id,
    says,
    *check({ sources }) {
      for (const file of sources) {
        for (const { node } of file.nodes) {
          if (isBroken(node, file)) yield { path: file.path, line: file.lineOf(node.start), wrong, fix };
        }
      }
    },
  };
}

export const syntax: Rule = {
  id: 'syntax',
  says: 'Every module can be parsed; the other rules see nothing in one that cannot.',
  *check({ sources }) {
    for (const file of sources) {
      for (const { message, labels } of file.errors.slice(0, 1)) {
        const line = file.lineOf(labels[0]?.start ?? 0);
        yield { path: file.path, line, wrong: `${message}.`, fix: 'Correct the syntax.' };
      }
    }
  },
};

export const noAny: Rule = nodeRule(
  {
    id: 'no-any',
    says: 'No type is `any`.',
    wrong: 'The type is any.',
    fix: 'Say what it is; for data from outside, take unknown and parse it.',
  },
  (node) => node.type === 'TSAnyKeyword',
);

export const noNonNull: Rule = nodeRule(
  {
    id: 'no-non-null',
    says: 'No `!` tells the compiler that a value is there.',
    wrong: 'A `!` claims that the value is there.',
    fix: 'Handle its absence, or change the type so that it cannot be absent.',
  },
  (node) => node.type === 'TSNonNullExpression' || ('definite' in node && node.definite),
);

export const noDefaultExport: Rule = nodeRule(
  {
    id: 'no-default-export',
    says: 'Nothing is a default export, save in the configuration files of tools.',
    wrong: 'The module has a default export.',
    fix: 'Export it by name.',
  },
  (node, { path }) => !/\.config\.[cm]?[jt]s$/.test(path) && isDefaultExport(node),
);

function isDefaultExport(node: Node): boolean {
  if (node.type === 'ExportDefaultDeclaration') return true;
  return (
    node.type === 'ExportSpecifier' && node.exported.type === 'Identifier' && node.exported.name === 'default'
  );
}

export const noExportStar: Rule = nodeRule(
  {
    id: 'no-export-star',
    says: 'No `export *`: a public name is public because somebody listed it.',
    wrong: 'export * publishes whatever the other module holds.',
    fix: 'List the names.',
  },
  (node) => node.type === 'ExportAllDeclaration',
);

const suppression =
  /@ts-(ignore|nocheck|expect-error)|(eslint|oxlint|tslint)-disable|(biome|prettier)-ignore/;

export const noSuppression: Rule = {
  id: 'no-suppression',
  says: 'No comment silences the compiler, the linter or the formatter; type tests may expect an error.',
  *check({ sources }) {
    for (const file of sources) {
      for (const comment of file.comments) {
        const found = suppression.exec(comment.value)?.[0];
        const isTypeTest = found === '@ts-expect-error' && file.path.endsWith('.test-d.ts');
        if (found === undefined || isTypeTest) continue;
        yield {
          path: file.path,
          line: file.lineOf(comment.start),
          wrong: `The comment ${found} silences a tool.`,
          fix: 'Change the code; if the rule is wrong, change the rule and record why.',
        };
      }
    }
  },
};

export const indexLists: Rule = {
  id: 'index-lists',
  says: 'An index.ts of a package only lists the names it exports from other files.',
  *check({ packages }) {
    for (const file of packages.filter(isPublished).flatMap(indexFiles)) {
      for (const statement of file.body) {
        const isList = statement.type === 'ExportNamedDeclaration' && statement.source !== null;
        if (isList || statement.type === 'ExportAllDeclaration' || isDefaultExport(statement)) continue;
        yield {
          path: file.path,
          line: file.lineOf(statement.start),
          wrong: 'The index holds something other than a list of exports.',
          fix: "Move it to a file of its own and list its names: export { name } from './file.ts'.",
        };
      }
    }
  },
};

function isPublished({ kind }: Workspace['packages'][number]): boolean {
  return kind !== 'app' && kind !== 'tooling';
}

function indexFiles({ sources, folder }: Package): SourceFile[] {
  return sources.filter(({ path }) => path.startsWith(`${folder}/src/`) && path.endsWith('/index.ts'));
}
