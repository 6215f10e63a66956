import { type Comment, type Node, type OxcError, parseSync, visitorKeys } from 'oxc-parser';

/** A node of a syntax tree that knows the node around it. */
export interface Located {
  readonly node: Node;
  readonly parent: Located | undefined;
}

/** One parsed module. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Every node, in the order of the text. */
  readonly nodes: readonly Located[];
  /** The statements of the module. */
  readonly body: readonly Node[];
  readonly comments: readonly Comment[];
  readonly errors: readonly OxcError[];
  /** The line (from 1) of an offset in the text. */
  lineOf(offset: number): number;
}

/** Parses one TypeScript or JavaScript module; what cannot be parsed is in `errors`. */
export function parseSource(path: string, text: string): SourceFile {
  const { program, comments, errors } = parseSync(path, text, {
    preserveParens: false,
    sourceType: 'module',
  });
  const nodes: Located[] = [];
  collect(program, undefined, nodes);
  const starts = [0, ...Array.from(text.matchAll(/\n/g), (match) => match.index + 1)];
  return {
    path,
    text,
    nodes,
    body: program.body,
    comments,
    errors,
    lineOf: (offset) => starts.findLastIndex((start) => start <= offset) + 1,
  };
}

/** How many lines a text has; the line end of the last one is not a line of its own. */
export function lineCount(text: string): number {
  return text === '' ? 0 : text.replace(/\n$/, '').split('\n').length;
}

/** The nodes around a node, the nearest first. */
export function* around(located: Located): Generator<Located> {
  for (let outer = located.parent; outer !== undefined; outer = outer.parent) yield outer;
}

/** The value inside `value as T`, `value satisfies T`, `value!` and `a?.b`. */
export function bare(node: Node): Node {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'ChainExpression':
      return bare(node.expression);
    default:
      return node;
  }
}

function collect(node: Node, parent: Located | undefined, into: Located[]): void {
  const located = { node, parent };
  into.push(located);
  for (const key of visitorKeys[node.type] ?? []) {
    const value: unknown = Reflect.get(node, key);
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) collect(child, located, into);
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}
