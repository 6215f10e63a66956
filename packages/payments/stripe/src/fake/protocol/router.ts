import type { Account } from '../account.ts';
import type { Input, Shape } from './fields.ts';
import { list, readShape, text } from './fields.ts';
import type { FormMap } from './form.ts';

export interface Call {
  readonly account: Account;
  /** The id in the path, empty for routes without one. */
  readonly id: string;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly pattern: string;
  /** Validates the parameters. What it returns does the work and gives the object to answer with. */
  prepare(form: FormMap): { readonly expand: readonly string[]; work(call: Call): object };
}

const common = { expand: list(text()) };

/** One endpoint. In the pattern, `:id` stands for an id. */
export function route<S extends Shape>(
  method: Route['method'],
  pattern: string,
  shape: S,
  answer: (input: Input<S>, call: Call) => object,
): Route {
  return {
    method,
    pattern,
    prepare(form) {
      const { expand = [] } = readShape(common, new Map([...form].filter(([name]) => name === 'expand')));
      const input = readShape(shape, new Map([...form].filter(([name]) => name !== 'expand')));
      return { expand, work: (call) => answer(input, call) };
    },
  };
}

export function matchRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly route: Route; readonly id: string } | undefined {
  for (const candidate of routes) {
    if (candidate.method !== method) continue;
    const id = matchPattern(candidate.pattern, path);
    if (id !== undefined) return { route: candidate, id };
  }
  return undefined;
}

/** The id that the pattern's `:id` matched, empty if it has none, undefined if the path is another one. */
function matchPattern(pattern: string, path: string): string | undefined {
  const expected = pattern.split('/');
  const found = path.split('/');
  if (expected.length !== found.length) return undefined;
  let id = '';
  for (const [index, segment] of expected.entries()) {
    const actual = found[index] ?? '';
    if (segment === ':id' && actual !== '') id = decodeURIComponent(actual);
    else if (segment !== actual) return undefined;
  }
  return id;
}
