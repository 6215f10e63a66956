import type { Node } from 'oxc-parser';
import { declarationsOf, type PublicName, publicNames } from '../public-names.ts';
import type { Rule, Violation } from '../rule.ts';
import { around, bare, type SourceFile } from '../syntax.ts';

const sentenceLength = 110;

export const tsdoc: Rule = {
  id: 'tsdoc',
  says: `Every name that a package exports has a TSDoc comment: one sentence of at most ${sentenceLength} characters first, @example on a factory, @throws on what throws.`,
  *check({ packages }) {
    for (const owner of packages.filter(({ kind }) => kind !== 'app' && kind !== 'tooling')) {
      const names = publicNames(owner);
      for (const name of names) {
        const line = name.file.lineOf(name.declarations[0]?.start ?? 0);
        for (const problem of problemsOf(name, names)) yield { path: name.file.path, line, ...problem };
      }
    }
  },
};

type Problem = Pick<Violation, 'wrong' | 'fix'>;

function* problemsOf(name: PublicName, names: readonly PublicName[]): Generator<Problem> {
  const doc = docOf(name);
  const sentence = firstSentence(doc ?? '');
  if (sentence === '') {
    yield {
      wrong: `"${name.name}" is public and no sentence says what it is for.`,
      fix: 'Begin its TSDoc with one.',
    };
    if (doc === undefined) return;
  }
  if (sentence.length > sentenceLength) {
    yield {
      wrong: `The first sentence about "${name.name}" has ${sentence.length} characters.`,
      fix: `Say what it does for the caller in ${sentenceLength}; the rest follows.`,
    };
  }
  if (isFactory(name, names) && !hasTag(doc, 'example')) {
    yield { wrong: `The factory "${name.name}" shows no use.`, fix: 'Add an @example to its TSDoc.' };
  }
  if (throws(name.file, name.name) && !hasTag(doc, 'throws')) {
    yield { wrong: `"${name.name}" throws and does not say what.`, fix: 'Add a @throws to its TSDoc.' };
  }
}

/** The text of the TSDoc comment above the first declaration that has one. */
function docOf({ file, declarations }: PublicName): string | undefined {
  for (const { start } of declarations) {
    const comment = file.comments.findLast(({ end }) => end <= start);
    const isAbove = comment !== undefined && file.text.slice(comment.end, start).trim() === '';
    if (isAbove && comment.type === 'Block' && comment.value.startsWith('*')) return plain(comment.value);
  }
  return undefined;
}

/** A comment without its stars. */
function plain(comment: string): string {
  return comment
    .replace(/^\*/, '')
    .replaceAll(/\n\s*\* ?/g, '\n')
    .trim();
}

function firstSentence(doc: string): string {
  const summary = doc
    .replace(/(^|\n)@\w[\s\S]*$/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return /^.*?[.!?](?= |$)/.exec(summary)?.[0] ?? summary;
}

function hasTag(doc: string | undefined, tag: string): boolean {
  return new RegExp(`(^|\\n)@${tag}\\b`).test(doc ?? '');
}

/** Whether it makes something to work with: an adapter, or an object of a public type that has methods. */
function isFactory({ name, declarations }: PublicName, names: readonly PublicName[]): boolean {
  return declarations.some(({ node }) => {
    const made = 'init' in node && node.init !== null ? bare(node.init) : undefined;
    if (made?.type === 'CallExpression')
      return made.callee.type === 'Identifier' && made.callee.name === 'defineAdapter';
    if (!isNamedFunction(node)) return false;
    const returned = returnedType(node);
    return (
      /^(connect|create|define)/.test(name) ||
      names.some((other) => other.name === returned && other.declarations.some(hasMethods))
    );
  });
}

function isNamedFunction(node: Node): boolean {
  return node.type === 'FunctionDeclaration' || node.type === 'TSDeclareFunction';
}

/** The name of the type that a function returns, now or later. */
function returnedType(node: Node): string | undefined {
  let type = 'returnType' in node ? node.returnType?.typeAnnotation : undefined;
  if (type?.type !== 'TSTypeReference') return undefined;
  if (type.typeName.type === 'Identifier' && type.typeName.name === 'Promise') {
    type = type.typeArguments?.params[0];
  }
  if (type?.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier') return undefined;
  return type.typeName.name;
}

function hasMethods({ node }: PublicName['declarations'][number]): boolean {
  if (node.type === 'ClassDeclaration')
    return node.body.body.some((member) => member.type === 'MethodDefinition' && member.kind === 'method');
  if (node.type !== 'TSInterfaceDeclaration') return false;
  return node.body.body.some(
    (member) => member.type === 'TSMethodSignature' || member.type === 'TSCallSignatureDeclaration',
  );
}

/** Whether the function throws, itself or through another function of its file. */
function throws(file: SourceFile, name: string, seen: ReadonlySet<string> = new Set()): boolean {
  if (seen.has(name)) return false;
  const bodies = new Set(
    declarationsOf(file, name)
      .map(({ node }) => node)
      .filter(isNamedFunction),
  );
  if (bodies.size === 0) return false;
  return file.nodes.some((located) => {
    const { node } = located;
    if (node.type !== 'ThrowStatement' && node.type !== 'CallExpression') return false;
    for (const outer of around(located)) {
      if (bodies.has(outer.node))
        return node.type === 'ThrowStatement' || throws(file, calleeOf(node), new Set([...seen, name]));
      // What is caught or happens in a function of its own is another matter.
      if (outer.node.type === 'TryStatement' && outer.node.handler !== null) return false;
      if (outer.node.type === 'FunctionExpression' || outer.node.type === 'ArrowFunctionExpression')
        return false;
    }
    return false;
  });
}

function calleeOf({ callee }: Extract<Node, { type: 'CallExpression' }>): string {
  return callee.type === 'Identifier' ? callee.name : '';
}
