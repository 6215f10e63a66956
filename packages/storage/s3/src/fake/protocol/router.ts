import type { Call } from './call.ts';
import { rejection } from './errors.ts';

/** One operation of S3, and how its requests are told from others. */
export interface Route {
  /** S3's name: `PutObject`. */
  readonly operation: string;
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly on: Call['address']['kind'];
  /** Query parameters that make it this operation. */
  readonly marker?: readonly string[];
  /** A header that makes it this operation. */
  readonly header?: string;
  /** Query parameters that it also takes. */
  readonly query?: readonly string[];
  /** `publicRead`: a bucket with public reads needs no signature. `own`: checks it itself. Default: a signature. */
  readonly access?: 'publicRead' | 'own';
  answer(call: Call): Response | Promise<Response>;
}

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT', 'POST', 'DELETE']);
const anywhere = /^(x-id$|x-amz-)/i;

/** The operation that a request means. What the fake does not speak is refused, never ignored. */
export function matchRoute(routes: readonly Route[], call: Call): Route {
  const { method, address, query } = call;
  const here = routes.filter((route) => route.on === address.kind);
  const fitting = here
    .filter((route) => route.method === method)
    .filter(({ marker = [], header }) => {
      return (
        marker.every((name) => query.has(name)) && (header === undefined || call.header(header) !== undefined)
      );
    })
    .sort((a, b) => weight(b) - weight(a));
  const unknown = (route: Route) =>
    [...query.keys()].filter(
      (name) => !anywhere.test(name) && ![...(route.marker ?? []), ...(route.query ?? [])].includes(name),
    );
  const found = fitting.find((route) => unknown(route).length === 0);
  if (found !== undefined) return found;
  const [closest] = fitting;
  if (!methods.has(method)) {
    throw rejection('MethodNotAllowed', undefined, {
      Method: method,
      ResourceType: address.kind.toUpperCase(),
    });
  }
  const names = closest === undefined ? [...query.keys()] : unknown(closest);
  throw rejection(
    'NotImplemented',
    `The fake does not speak ${method} on a ${address.kind} with the query "${names.join('&')}".`,
  );
}

function weight({ marker = [], header }: Route): number {
  return marker.length + (header === undefined ? 0 : 1);
}
