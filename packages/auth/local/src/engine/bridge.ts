import type { RequestListener } from 'node:http';
import type { inject as injectFunction } from 'light-my-request';
import type { Protocol } from './protocol.ts';

/** Headers that say where a request came through: the issuer alone decides that. */
const notPassedOn = /^(host|forwarded|x-forwarded-.*|connection|content-length|transfer-encoding|expect)$/;

/** Lets a handler for Node's HTTP server answer without one: no socket, and the same on every way in. */
export function bridge(inject: typeof injectFunction, issuer: string, listener: RequestListener): Protocol {
  const { host, protocol, pathname } = new URL(issuer);
  const mountPath = pathname.replace(/\/+$/, '');
  return async ({ method, path, headers, body }) => {
    const passedOn = [...headers].filter(([name]) => !notPassedOn.test(name));
    const response = await inject(
      (request, answer) => {
        Object.assign(request, { baseUrl: mountPath }); // where a router would say that it is mounted
        listener(request, answer);
      },
      {
        method: isKnown(method) ? method : 'GET',
        url: path,
        headers: { ...Object.fromEntries(passedOn), host, 'x-forwarded-proto': protocol.slice(0, -1) },
        ...(body !== undefined && { payload: body }),
      },
    );
    return toResponse(response.statusCode, response.headers, response.rawPayload);
  };
}

type Method = 'GET' | 'HEAD' | 'POST' | 'OPTIONS';

function isKnown(method: string): method is Method {
  return ['GET', 'HEAD', 'POST', 'OPTIONS'].includes(method);
}

type NodeHeaders = Readonly<Record<string, number | string | readonly string[] | undefined>>;

function toResponse(status: number, given: NodeHeaders, body: Uint8Array): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) {
    for (const one of [value ?? []].flat()) headers.append(name, String(one));
  }
  headers.delete('connection');
  headers.delete('transfer-encoding');
  return new Response(body.byteLength === 0 ? null : new Uint8Array(body), { status, headers });
}
