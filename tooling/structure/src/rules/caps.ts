import type { Node } from 'oxc-parser';
import { roomCap } from '../adapter-rooms.ts';
import type { Rule } from '../rule.ts';
import { bare, type Located, lineCount, type SourceFile } from '../syntax.ts';
import { isTest, type Workspace } from '../workspace.ts';

const fileLines = 250;
const functionLines = 40;

export const roomCaps: Rule = {
  id: 'room-caps',
  says: 'A room of an adapter stays under its cap in lines; beyond it, the room becomes a folder.',
  *check(workspace) {
    for (const file of workspace.sources) {
      const cap = roomCapOf(workspace, file.path);
      const lines = lineCount(file.text);
      if (cap === undefined || lines <= cap) continue;
      yield {
        path: file.path,
        line: cap + 1,
        wrong: `The room has ${lines} lines; its cap is ${cap}.`,
        fix: 'Make it a folder of the same name, or move what is not about this vendor down to the contract.',
      };
    }
  },
};

export const fileCap: Rule = {
  id: 'file-cap',
  says: `A file has at most ${fileLines} lines, unless it is nothing but tables of data and types.`,
  *check(workspace) {
    for (const file of workspace.sources) {
      const lines = lineCount(file.text);
      const isExempt = roomCapOf(workspace, file.path) !== undefined || isDataOnly(file);
      if (lines <= fileLines || isExempt) continue;
      yield {
        path: file.path,
        line: fileLines + 1,
        wrong: `The file has ${lines} lines; the cap is ${fileLines}.`,
        fix: 'Split it by what its parts are for.',
      };
    }
  },
};

export const functionCap: Rule = {
  id: 'function-cap',
  says: `A function has at most ${functionLines} lines; test blocks and functions that only return a table are free.`,
  *check({ sources }) {
    for (const file of sources) {
      for (const located of file.nodes) {
        const lines = functionLength(file, located.node);
        if (lines <= functionLines || isTable(located.node) || isTestBlock(file, located)) continue;
        yield {
          path: file.path,
          line: file.lineOf(located.node.start),
          wrong: `The function ${nameOf(located)}has ${lines} lines; the cap is ${functionLines}.`,
          fix: 'Give its steps names of their own.',
        };
      }
    }
  },
};

function roomCapOf({ packages }: Workspace, path: string): number | undefined {
  const adapter = packages.find(({ kind, folder }) => kind === 'adapter' && path.startsWith(`${folder}/`));
  return adapter && roomCap(adapter, path);
}

/** Whether the module holds only types and exported tables: literals without any function in them. */
function isDataOnly(file: SourceFile): boolean {
  return file.body.every(isDataStatement) && !file.nodes.some(({ node }) => isFunction(node));
}

function isDataStatement(statement: Node): boolean {
  switch (statement.type) {
    case 'ImportDeclaration':
      return statement.importKind === 'type';
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
      return true;
    case 'ExportNamedDeclaration':
      if (statement.declaration === null) return false;
      if (statement.declaration.type !== 'VariableDeclaration') return isDataStatement(statement.declaration);
      return statement.declaration.declarations.every(({ init }) => init !== null && isLiteralTable(init));
    default:
      return false;
  }
}

function isLiteralTable(node: Node): boolean {
  return ['ObjectExpression', 'ArrayExpression'].includes(bare(node).type);
}

function isFunction(node: Node): boolean {
  return ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'].includes(node.type);
}

function functionLength(file: SourceFile, node: Node): number {
  return isFunction(node) ? file.lineOf(node.end) - file.lineOf(node.start) + 1 : 0;
}

/** Whether all that the function does is to return one object or array. */
function isTable(node: Node): boolean {
  if (!('body' in node) || node.body === null || Array.isArray(node.body)) return false;
  if (node.body.type !== 'BlockStatement') return isLiteralTable(node.body);
  const [only, ...more] = node.body.body;
  return (
    only?.type === 'ReturnStatement' &&
    more.length === 0 &&
    only.argument !== null &&
    isLiteralTable(only.argument)
  );
}

/** Whether the function is the callback of `describe`, `it` or `test`, plain or with `.each(…)`. */
function isTestBlock(file: SourceFile, { parent }: Located): boolean {
  if (!isTest(file.path) || parent?.node.type !== 'CallExpression') return false;
  return ['describe', 'it', 'test'].includes(rootName(parent.node.callee));
}

function rootName(node: Node): string {
  switch (node.type) {
    case 'Identifier':
      return node.name;
    case 'MemberExpression':
      return rootName(node.object);
    case 'CallExpression':
      return rootName(node.callee);
    case 'TaggedTemplateExpression':
      return rootName(node.tag);
    default:
      return '';
  }
}

function nameOf({ node, parent }: Located): string {
  const own = 'id' in node ? node.id : null;
  const named = own ?? keyOf(parent?.node);
  return named?.type === 'Identifier' ? `"${named.name}" ` : '';
}

function keyOf(node: Node | undefined): Node | undefined {
  if (node?.type === 'VariableDeclarator') return node.id;
  return node !== undefined && 'key' in node ? node.key : undefined;
}
