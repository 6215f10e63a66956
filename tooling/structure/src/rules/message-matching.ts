import type { Node } from 'oxc-parser';
import type { Rule } from '../rule.ts';
import { bare } from '../syntax.ts';
import { shipped } from '../workspace.ts';

const textSearches = ['includes', 'startsWith', 'endsWith', 'indexOf', 'search', 'match', 'matchAll'];
const patternSearches = ['test', 'exec'];

export const noMessageMatching: Rule = {
  id: 'no-message-matching',
  says: 'The errors room maps by code, status and cause, never by the text of a message.',
  *check({ packages }) {
    for (const file of packages.flatMap(shipped).filter(({ path }) => /\/errors(\/[^/]+)?\.ts$/.test(path))) {
      for (const { node } of file.nodes) {
        if (!readsMessage(node)) continue;
        yield {
          path: file.path,
          line: file.lineOf(node.start),
          wrong: 'An error is told by the text of its message.',
          fix: "Map by the vendor's code, then the HTTP status, then the cause of the transport.",
        };
      }
    }
  },
};

function readsMessage(node: Node): boolean {
  switch (node.type) {
    case 'CallExpression':
      return searchesMessage(node.callee, node.arguments);
    case 'BinaryExpression':
      return (
        ['===', '!==', '==', '!='].includes(node.operator) &&
        [node.left, node.right].some(isText) &&
        [node.left, node.right].some(isMessage)
      );
    case 'SwitchStatement':
      return isMessage(node.discriminant);
    default:
      return false;
  }
}

function searchesMessage(callee: Node, operands: readonly Node[]): boolean {
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return false;
  const { name } = callee.property;
  return (
    (textSearches.includes(name) && isMessage(callee.object)) ||
    (patternSearches.includes(name) && operands.some(isMessage))
  );
}

function isText(node: Node): boolean {
  return node.type === 'Literal' && typeof node.value === 'string';
}

/** `error.message`, `message`, or either in lower case and the like. */
function isMessage(node: Node): boolean {
  const inner = bare(node);
  if (inner.type === 'Identifier') return inner.name === 'message';
  if (inner.type === 'CallExpression')
    return inner.callee.type === 'MemberExpression' && isMessage(inner.callee.object);
  return (
    inner.type === 'MemberExpression' &&
    inner.property.type === 'Identifier' &&
    inner.property.name === 'message'
  );
}
