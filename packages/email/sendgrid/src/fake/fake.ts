import type { Account } from './account.ts';
import { createAccount, suppress } from './account.ts';
import { runDue } from './mail/delivery.ts';
import { scheduleRoutes } from './mail/schedule.ts';
import { sendRoutes } from './mail/send.ts';
import type { Api } from './protocol/api.ts';
import { answerApi } from './protocol/api.ts';
import { rateLimiter } from './protocol/rate-limit.ts';
import type { Route } from './protocol/router.ts';
import { route } from './protocol/router.ts';
import { suppressionRoutes } from './suppressions.ts';
import { templateRoutes } from './templates.ts';
import type { SendgridFake, SendgridFakeOptions } from './types.ts';
import { emit } from './webhooks/events.ts';
import { inboundRequest } from './webhooks/inbound.ts';
import { signedRequest, signingKeys } from './webhooks/signing.ts';

const resources: readonly Route[] = [
  ...sendRoutes,
  ...scheduleRoutes,
  ...templateRoutes,
  ...suppressionRoutes,
];
const allScopes = [...new Set(resources.flatMap(({ scope }) => scope ?? []))];

/**
 * A strict fake of SendGrid: it rejects what SendGrid rejects, and keeps what it accepted for a test to read.
 *
 * A mail that is accepted becomes `processed` or `dropped` at once, or waits for {@link SendgridFake.runDue}.
 * What happens to it later, a test decides with {@link SendgridFake.emit}. Socket faults belong to the
 * listener around `handle`.
 *
 * @example
 * const fake = sendgridFake({ apiKey: 'SG.test.key' });
 * await using server = await serve(fake);
 * const client = new Client();
 * client.setApiKey('SG.test.key');
 * client.setDefaultRequest('baseUrl', server.url);
 */
export function sendgridFake(options: SendgridFakeOptions = {}): SendgridFake {
  const keys = signingKeys(options.signingKeys);
  let api = newApi(options);
  return {
    handle: (request) => answerApi(api, request),
    get log() {
      return api.log;
    },
    get accepted() {
      return api.account.mails;
    },
    get events() {
      return api.account.events;
    },
    runDue: () => runDue(api.account),
    emit: (type, target, details = {}) => emit(api.account, type, target, details),
    suppress: (list, email, entry) => suppress(api.account, list, email, entry),
    publicKey: (index = 0) => keys.publicKey(index),
    sign: (events, signing = {}) => signedRequest(keys, events, api.account.now(), signing),
    inbound: (mail, inbound = {}) => inboundRequest(mail, inbound),
    reset() {
      api = newApi(options);
    },
  };
}

function newApi(options: SendgridFakeOptions): Api {
  const account: Account = createAccount(options);
  const scopes = options.scopes ?? allScopes;
  return {
    account,
    // https://docs.sendgrid.com/api-reference/api-key-permissions (2026-11-22): any key may ask what it may do.
    routes: [...resources, route('GET /v3/scopes', undefined, () => ({ status: 200, body: { scopes } }))],
    apiKey: options.apiKey ?? 'SG.fake.fake',
    scopes,
    limiter: rateLimiter(options.rateLimit, account.now),
    log: [],
  };
}
