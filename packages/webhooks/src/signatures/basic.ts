import type { SecretInput } from '@patchbay/core';
import { rejected } from '@patchbay/core/webhook';
import { areEqual, type Bytes, fromBase64, toBytes } from './bytes.ts';
import { configInvalid, type OneOrMore, readSecrets } from './config.ts';
import { type SignedEvent, type SourceOptions, toSource, type WebhookSource } from './source.ts';

/** Options of {@link basicWebhooks}. */
export interface BasicWebhooksOptions<E extends SignedEvent> extends SourceOptions<E> {
  /** Without a colon, which ends it in the header. */
  readonly username: string;
  /** All that are valid now, of 8 bytes at least; 32 random ones are better. */
  readonly password: OneOrMore<SecretInput>;
}

/**
 * Webhooks whose sender says a user name and a password (RFC 7617), often given in the URL of the webhook. Nothing is
 * signed: whoever sees one delivery can make others. Take it for vendors that offer nothing better, with an allow-list
 * of addresses beside it.
 * @throws `IntegrationError` `config_invalid`: a blank or short password, a user name with a colon.
 */
export function basicWebhooks<E extends SignedEvent>(options: BasicWebhooksOptions<E>): WebhookSource<E> {
  const { username, password } = options;
  const rules = { scheme: 'basicWebhooks', option: 'password', leastBytes: 8 };
  const passwords = readSecrets(rules, password);
  if (username === '' || username.includes(':'))
    throw configInvalid(rules.scheme, [{ path: 'username', expected: 'a name without a colon' }]);
  const own = passwords.map((text) => digestOf(toBytes(`${username}:${text}`)));
  return toSource(rules.scheme, options, async ({ headers }) => {
    const authorization = headers.get('authorization');
    if (!authorization) throw rejected('signature_missing', 'The request brings no password.');
    const [, encoded = ''] = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization) ?? [];
    const claimed = await digestOf(fromBase64(encoded) ?? new Uint8Array());
    const verdicts = await Promise.all(own.map(async (digest) => areEqual(await digest, claimed)));
    if (!verdicts.includes(true))
      throw rejected('signature_invalid', 'The request brings another user name or password.');
  });
}

/** Digests are of one length: how long a password is, no comparison tells. */
async function digestOf(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}
