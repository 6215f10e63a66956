import { type DefaultTreeAdapterMap, parse } from 'parse5';

/** An element of a parsed page. */
export type Element = DefaultTreeAdapterMap['element'];
type Node = DefaultTreeAdapterMap['node'];

/** Reads a page as a browser without scripts does: what stands in `<noscript>` counts. */
export function parsePage(html: string): Node {
  return parse(html, { scriptingEnabled: false });
}

/** All elements below a node, in the order of the page. */
export function* elementsOf(node: Node): Generator<Element> {
  if ('tagName' in node) yield node;
  if ('childNodes' in node) for (const child of node.childNodes) yield* elementsOf(child);
}

export function elementsNamed(node: Node, ...names: readonly string[]): readonly Element[] {
  return [...elementsOf(node)].filter(({ tagName }) => names.includes(tagName));
}

export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((candidate) => candidate.name === name)?.value;
}

/** The text that a reader sees, with single spaces. */
export function textOf(node: Node): string {
  return pieces(node).join(' ').replace(/\s+/g, ' ').trim();
}

const unseen: ReadonlySet<string> = new Set(['script', 'style', 'title']);

function pieces(node: Node): readonly string[] {
  if ('value' in node) return [node.value];
  if (!('childNodes' in node) || ('tagName' in node && unseen.has(node.tagName))) return [];
  return node.childNodes.flatMap(pieces);
}
