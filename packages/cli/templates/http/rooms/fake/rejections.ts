/** A request that Acme refuses, how, and where that is written. */
export interface AcmeRejection {
  readonly name: string;
  readonly request: { readonly method: string; readonly path: string; readonly body?: string };
  /** The API key that is sent. Default: the right one. */
  readonly apiKey?: string;
  readonly status: number;
  readonly code: string;
  /** The vendor's page that says so, and the day it was read. */
  readonly source: string;
}

const errors = 'https://docs.acme.example/errors (<today>)';
const account = { method: 'GET', path: '/v1/account' } as const;

/** What the fake refuses. Each row is a test: add one for each rule of an endpoint. */
export const acmeRejections: readonly AcmeRejection[] = [
  { name: 'no key', request: account, apiKey: '', status: 401, code: 'invalid_key', source: errors },
  {
    name: 'a wrong key',
    request: account,
    apiKey: 'other',
    status: 401,
    code: 'invalid_key',
    source: errors,
  },
  {
    name: 'a path that does not exist',
    request: { method: 'GET', path: '/v1/nothing' },
    status: 404,
    code: 'unknown_path',
    source: errors,
  },
  // only: payments email auth
  {
    name: 'a body that is no JSON',
    request: { method: 'POST', path: '/v1/account', body: '{"a": ' },
    status: 400,
    code: 'malformed_body',
    source: errors,
  },
  // all
];
