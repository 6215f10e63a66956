import { mailRequest } from './mail-row.ts';
import type { RejectionRequest, RejectionRow } from './row.ts';

const specification = 'twilio/sendgrid-oai spec/yaml/tsg_mail_v3.yaml';
const statusCodes = 'sendgrid/docs source/API_Reference/Web_API_v3/Mail/errors.md (status codes)';
const scopes = { method: 'GET', path: '/v3/scopes' } as const;

function withHeaders(request: RejectionRequest, headers: Readonly<Record<string, string>>): RejectionRequest {
  return { ...request, headers };
}

/** Access, encoding, addresses, limits. */
export const protocolRejections: readonly RejectionRow[] = [
  {
    id: 'key-missing',
    request: withHeaders(scopes, { authorization: '' }),
    status: 401,
    fields: [null],
    source: `${specification} PostMailSend401`,
    basis: 'documented',
  },
  {
    id: 'key-wrong',
    request: withHeaders(mailRequest(), { authorization: 'Bearer SG.wrong.key' }),
    status: 401,
    fields: [null],
    source: 'sendgrid/sendgrid-ruby#163',
    basis: 'observed',
  },
  {
    id: 'key-basic',
    request: withHeaders(scopes, { authorization: 'Basic U0cuZmFrZS5mYWtlOg==' }),
    status: 401,
    fields: [null],
    source: `${specification} (BearerAuth)`,
    basis: 'documented',
  },
  {
    id: 'scope-missing',
    options: { scopes: ['templates.read'] },
    request: mailRequest(),
    status: 403,
    fields: [null],
    source: `${specification} PostMailSend403`,
    basis: 'documented',
  },
  {
    id: 'subuser-unknown',
    request: withHeaders(mailRequest(), { 'on-behalf-of': 'nobody' }),
    status: 403,
    fields: [null],
    source: 'https://docs.sendgrid.com/api-reference/how-to-use-the-sendgrid-v3-api/on-behalf-of',
    basis: 'inferred',
  },
  {
    id: 'path-unknown',
    request: { method: 'GET', path: '/v3/mail/sends' },
    status: 404,
    fields: [null],
    source: `${specification} PostMailSend404`,
    basis: 'documented',
  },
  {
    id: 'method-wrong',
    request: { ...mailRequest(), method: 'PUT' },
    status: 405,
    fields: [null],
    source: `${specification} PostMailSend405`,
    basis: 'documented',
  },
  {
    id: 'content-type-form',
    request: withHeaders(mailRequest(), { 'content-type': 'application/x-www-form-urlencoded' }),
    status: 415,
    fields: [null],
    source: statusCodes,
    basis: 'documented',
  },
  {
    id: 'encoding-not-utf8',
    request: { ...mailRequest(), body: Uint8Array.of(0x7b, 0xff, 0x7d) },
    status: 415,
    fields: [null],
    source: `${statusCodes}, Encoding Errors`,
    basis: 'documented',
  },
  {
    id: 'body-too-large',
    request: { ...mailRequest(), body: ' '.repeat(30 * 1024 * 1024 + 1) },
    status: 413,
    fields: [null],
    source: 'https://docs.sendgrid.com/api-reference/mail-send/limitations',
    basis: 'documented',
  },
  {
    id: 'body-broken',
    request: { ...mailRequest(), body: '{"personalizations":' },
    status: 400,
    fields: [null],
    source: 'sendgrid/docs#5060',
    basis: 'inferred',
  },
  {
    id: 'body-missing',
    request: { method: 'POST', path: '/v3/mail/send' },
    status: 400,
    fields: [null],
    source: 'yKanazawa/sendgrid-dev route/route_test.go',
    basis: 'inferred',
  },
  {
    id: 'rate-limited',
    options: { rateLimit: { requests: 1, windowSeconds: 60 } },
    before: [scopes],
    request: scopes,
    status: 429,
    fields: [null],
    source: 'sendgrid/docs source/API_Reference/Web_API_v3/How_To_Use_The_Web_API_v3/rate_limits.md',
    basis: 'documented',
  },
];
