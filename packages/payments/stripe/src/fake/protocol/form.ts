import { invalidRequest } from './errors.ts';

/** A parsed form: a text, or a map from name (or list index) to more of them. */
export type FormNode = string | FormMap;
export type FormMap = Map<string, FormNode>;

/** Parses `a=1&b[c][0]=2`, the encoding of both query strings and bodies at Stripe. */
export function parseForm(encoded: string): FormMap {
  const root: FormMap = new Map();
  for (const [name, value] of new URLSearchParams(encoded)) place(root, pathOf(name), name, value);
  return root;
}

/** The flat view of a form, for the request log. */
export function flatForm(encoded: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(encoded));
}

/** An order-free text of a form: two requests with the same one have the same parameters. */
export function canonicalForm(encoded: string): string {
  const pairs = [...new URLSearchParams(encoded)].map(([name, value]) => JSON.stringify([name, value]));
  return pairs.sort().join('\n');
}

function pathOf(name: string): string[] {
  const open = name.indexOf('[');
  if (open <= 0 || !name.endsWith(']')) return [name];
  return [name.slice(0, open), ...name.slice(open + 1, -1).split('][')];
}

function place(root: FormMap, path: readonly string[], name: string, value: string): void {
  let here = root;
  for (const [depth, segment] of path.entries()) {
    const key = segment === '' ? String(here.size) : segment;
    if (depth === path.length - 1) {
      here.set(key, value);
      return;
    }
    const next = here.get(key) ?? new Map<string, FormNode>();
    if (typeof next === 'string') throw invalidRequest('Invalid object', { param: name });
    here.set(key, next);
    here = next;
  }
}
