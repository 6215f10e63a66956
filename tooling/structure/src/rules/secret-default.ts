import type { Node } from 'oxc-parser';
import type { Rule } from '../rule.ts';
import { around, type Located, type SourceFile } from '../syntax.ts';
import { shipped } from '../workspace.ts';

const defaultsOfSchemas: ReadonlySet<string> = new Set(['default', 'prefault', 'catch']);

export const secretDefault: Rule = {
  id: 'secret-default',
  says: 'A secret option has no default: whoever forgets it is told so, and no secret stands in the sources.',
  *check({ packages }) {
    for (const file of packages.filter(({ kind }) => kind === 'adapter').flatMap(shipped)) {
      for (const { start } of defaultsOfSecrets(file)) {
        yield {
          path: file.path,
          line: file.lineOf(start),
          wrong: 'A secret option has a default.',
          fix: 'Make it required, or optional where the adapter works without it; tests and fakes pass their own.',
        };
      }
    }
  },
};

/** The names of the methods that give a default to what is marked `.meta({ secret: true })`, before it or after it. */
function defaultsOfSecrets(file: SourceFile): ReadonlySet<Node> {
  const secrets = file.nodes.filter(({ node }) => isSecretMark(node)).map(wholeSchema);
  return new Set(secrets.flatMap((schema) => defaultsIn(schema, file)));
}

function isSecretMark(node: Node): boolean {
  if (node.type !== 'CallExpression' || methodOf(node)?.name !== 'meta') return false;
  const [facts] = node.arguments;
  return (
    facts?.type === 'ObjectExpression' &&
    facts.properties.some(
      (fact) =>
        fact.type === 'Property' &&
        fact.key.type === 'Identifier' &&
        fact.key.name === 'secret' &&
        fact.value.type === 'Literal' &&
        fact.value.value === true,
    )
  );
}

/** `z.string().meta(…).optional()`, given the call of `meta`. */
function wholeSchema(located: Located): Node {
  let whole = located.node;
  for (const { node } of around(located)) {
    const goesOn =
      (node.type === 'MemberExpression' && node.object === whole) ||
      (node.type === 'CallExpression' && node.callee === whole);
    if (!goesOn) break;
    whole = node;
  }
  return whole;
}

/** In the schema itself, and in those of the same module that it is made of. */
function defaultsIn(schema: Node, file: SourceFile): readonly Node[] {
  const inside = file.nodes
    .map(({ node }) => node)
    .filter((node) => node.start >= schema.start && node.end <= schema.end);
  const names = new Set(inside.flatMap((node) => (node.type === 'Identifier' ? [node.name] : [])));
  const parts = file.nodes.flatMap(({ node }) => {
    if (node.type !== 'VariableDeclarator' || node.id.type !== 'Identifier' || node.init === null) return [];
    const isPart = names.has(node.id.name) && (node.start > schema.end || node.end < schema.start);
    return isPart ? [node.init] : [];
  });
  const found = inside.flatMap((node) => {
    const method = methodOf(node);
    return method !== undefined && defaultsOfSchemas.has(method.name) ? [method.node] : [];
  });
  return [...found, ...parts.flatMap((part) => defaultsIn(part, file))];
}

/** The method that is called: `meta` in `z.string().meta({})`. */
function methodOf(node: Node): { readonly name: string; readonly node: Node } | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  const { property } = node.callee;
  return property.type === 'Identifier' ? { name: property.name, node: property } : undefined;
}
