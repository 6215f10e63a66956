import type { Account } from './account.ts';

/** One request that got as far as its route. */
export interface RouteCall {
  readonly account: Account;
  /** What stands for `:id` in the path; empty where it has none. */
  readonly id: string;
  readonly query: URLSearchParams;
  // only: storage
  /** The body as it came. */
  readonly bytes: Uint8Array;
  // only: payments email auth
  /** The JSON that was sent: parse it, and refuse what Acme refuses. */
  readonly body: unknown;
  // all
}

// only: storage
/** One endpoint; `answer` returns the answer, or throws a `Refusal`. */
// only: payments email auth
/** One endpoint; `answer` returns the JSON to send, or throws a `Refusal`. */
// all
interface Route {
  readonly method: string;
  /** `/v1/things/:id` */
  readonly path: string;
  // only: storage
  answer(call: RouteCall): Response;
  // only: payments email auth
  answer(call: RouteCall): object;
  // all
}

/** Acme's endpoints: https://docs.acme.example/api (<today>). One row for each that the driver calls. */
const routes: readonly Route[] = [
  // only: storage
  { method: 'GET', path: '/v1/account', answer: () => Response.json({ id: 'account_1' }) },
  // only: payments email auth
  { method: 'GET', path: '/v1/account', answer: () => ({ id: 'account_1' }) },
  // all
];

/** The route of a request, and the id in its path. */
export function matchRoute(
  method: string,
  path: string,
): { readonly route: Route; readonly id: string } | undefined {
  for (const route of routes.filter((candidate) => candidate.method === method)) {
    const pattern = route.path.replace(':id', '(?<id>[^/]+)');
    const match = new RegExp(`^${pattern}$`).exec(path);
    if (match !== null) return { route, id: decodeURIComponent(match.groups?.['id'] ?? '') };
  }
  return undefined;
}
