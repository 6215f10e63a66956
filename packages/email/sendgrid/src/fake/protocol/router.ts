import type { Account } from '../account.ts';
import { rejection } from './errors.ts';

/** What a route gets. */
export interface Call {
  readonly account: Account;
  /** What `:id` in the pattern stands for, empty for routes without one. */
  readonly id: string;
  readonly query: URLSearchParams;
  /** The parsed body, undefined if there was none. */
  readonly body: unknown;
  /** Path of the request, without the query. */
  readonly path: string;
}

export interface Answer {
  readonly status: number;
  /** Sent as JSON. Absent for an empty body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Paths of fields that were sent and not read. */
  readonly ignored?: readonly string[];
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly pattern: string;
  /** What the key must be allowed to do. */
  readonly scope: string | undefined;
  answer(call: Call): Answer;
}

/** One endpoint. In the pattern, `:id` stands for an id. */
export function route(
  endpoint: `${Route['method']} /v3/${string}`,
  scope: string | undefined,
  answer: Route['answer'],
): Route {
  const [method, pattern] = splitEndpoint(endpoint);
  return { method, pattern, scope, answer };
}

/** Finds the route of a request. */
export function matchRoute(routes: readonly Route[], method: string, path: string): Match {
  const matches = routes.flatMap((candidate) => {
    const id = matchPattern(candidate.pattern, path);
    return id === undefined ? [] : [{ route: candidate, id }];
  });
  if (matches.length === 0) throw rejection(404, 'not found');
  const match = matches.find((candidate) => candidate.route.method === method);
  if (match === undefined) throw rejection(405, 'method not allowed');
  return match;
}

interface Match {
  readonly route: Route;
  readonly id: string;
}

function splitEndpoint(endpoint: `${Route['method']} /v3/${string}`): [Route['method'], string] {
  const methods = ['GET', 'POST', 'PATCH', 'DELETE'] as const;
  const method = methods.find((candidate) => endpoint.startsWith(`${candidate} `)) ?? 'GET';
  return [method, endpoint.slice(method.length + 1)];
}

function matchPattern(pattern: string, path: string): string | undefined {
  const expected = pattern.split('/');
  const found = path.split('/');
  if (expected.length !== found.length) return undefined;
  let id = '';
  for (const [index, segment] of expected.entries()) {
    const actual = found[index] ?? '';
    if (segment === ':id' && actual !== '') id = decode(actual);
    else if (segment !== actual) return undefined;
  }
  return id;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
