import { answering, type LenientFake } from '../../lenient.ts';
import { approving, at, forgiving, pretending, repeating, saying, shrugging, unrotated } from '../lenient.ts';

const goodClient = `Basic ${btoa(['web', 'web-secret-of-the-tests: with / and +'].map(formEncoded).join(':'))}`;
const done = (): Response => new Response(null, { status: 200 });

const made = (): Response => Response.json({ access_token: 'made-up', token_type: 'Bearer' });

/** Grants whatever scope was asked for, by its word. */
const granting = answering(async ({ body }, response) => {
  const scope = new URLSearchParams(new TextDecoder().decode(body)).get('scope');
  if (scope === null || response.status !== 400) return undefined;
  return Response.json({ access_token: 'made-up', token_type: 'Bearer', scope });
});

/** Leniences that the suite notices through the adapter. */
export const adapterFakes: readonly LenientFake[] = [
  lets(
    'any-secret-redeems',
    'redeems a code for any secret',
    'errors.flow.exchange.wrong_credential',
    anySecret('/token'),
  ),
  lets(
    'any-secret-revokes',
    'revokes for any secret',
    'errors.flow.revoke.wrong_credential',
    anySecret('/revoke'),
  ),
  lets(
    'any-secret-starts',
    'starts a device for any secret',
    'errors.flow.startDevice.wrong_credential',
    anySecret('/device-authorization'),
  ),
  lets(
    'any-secret-checks',
    'takes any secret in a check',
    'resilience.check.tells_a_wrong_credential',
    anySecret('/token'),
  ),
  lets('never-rotates', 'keeps the refresh token', 'contract.tokens.refresh.rotates', unrotated),
  lets(
    'theft-shrugged',
    'keeps the session of a stolen refresh token',
    'contract.tokens.refresh.theft_ends_the_session',
    shrugging('refresh_token'),
  ),
  lets(
    'revocation-pretended',
    'says that a refresh token is ended and keeps it',
    'contract.tokens.revoke.ends_the_refresh_token',
    pretending('/revoke', done),
  ),
  lets(
    'end-of-access-pretended',
    'says that an access token is ended and keeps it',
    'contract.tokens.revoke.access_token_where_it_is_all',
    pretending('/revoke', done),
  ),
  lets(
    'grants-unasked',
    'grants what nobody asked for',
    'contract.signIn.complete.nothing_is_granted_unasked',
    saying('/token', (body) => ({ ...body, scope: 'openid email' })),
  ),
  lets(
    'scopes-narrowed',
    'grants a machine less than it asked for',
    'contract.tokens.clientCredentials.token_of_nobody',
    at('/token', (form) => form.delete('scope')),
  ),
  lets(
    'code-twice',
    'redeems a code twice',
    'contract.flow.exchange.counts_once',
    repeating('/token', 'code'),
  ),
  lets(
    'any-address',
    'redeems a code for any address',
    'contract.flow.exchange.address_of_another',
    at('/token', (form) => {
      if (form.has('redirect_uri')) form.set('redirect_uri', 'https://app.test/auth/callback');
    }),
  ),
  lets(
    'code-of-nobody',
    'redeems a code that nobody was given',
    'contract.flow.exchange.code_of_nobody',
    forgiving('/token', made),
  ),
  lets(
    'token-of-nobody',
    'refreshes by a token that nobody was given',
    'contract.flow.refresh.token_of_nobody',
    forgiving('/token', made),
  ),
  lets(
    'more-than-wanted',
    'refreshes more than was wanted',
    'contract.flow.refresh.fewer_scopes',
    at('/token', (form) => {
      if (form.has('refresh_token')) form.delete('scope');
    }),
  ),
  lets(
    'profile-ungranted',
    'tells a profile that was not granted',
    'contract.flow.userInfo.only_what_was_granted',
    saying('/userinfo', (claims) => ({ name: 'Ada', ...claims })),
  ),
  lets(
    'one-token-for-all',
    'gives a machine the same token again',
    'contract.flow.clientCredentials.each_time_another',
    saying('/token', (body) => ({ ...body, access_token: 'always-this' })),
  ),
  lets(
    'any-scope-told',
    'tells any scope as granted',
    'contract.flow.clientCredentials.scope_that_nobody_has',
    granting,
  ),
  lets(
    'profile-for-anybody',
    'opens a profile to any token',
    'contract.tokens.identity.token_that_opens_nothing',
    forgiving('/userinfo', () => Response.json({ sub: 'ada' })),
  ),
  lets(
    'profile-mixed-up',
    'opens the profile of somebody else',
    'contract.tokens.identity.is_the_same_person',
    saying('/userinfo', (claims) => ({ ...claims, sub: 'ada' })),
  ),
  lets(
    'addresses-verified-unseen',
    'says of every address that it is verified',
    'contract.signIn.complete.unverified_address',
    saying('/userinfo', (claims) => ({ ...claims, email_verified: true })),
  ),
  lets(
    'device-redeemed-again',
    'redeems a device code twice',
    'contract.device.complete.code_counts_once',
    repeating('/token', 'device_code'),
  ),
  lets(
    'device-of-itself',
    'signs a device in before anybody has agreed',
    'contract.device.complete.first_it_is_pending',
    approving,
  ),
  lets(
    'any-device',
    'lets any device wait',
    'contract.device.complete.code_that_nobody_gave',
    forgiving('/token', () => Response.json({ error: 'authorization_pending' }, { status: 400 })),
  ),
];

function lets(id: string, what: string, caughtBy: string, lenience: LenientFake['lenience']): LenientFake {
  return { id, what, caughtBy, on: 'oidc', lenience };
}

/** Whoever asks on this path has the right secret. */
function anySecret(path: string): LenientFake['lenience'] {
  return at(path, (_form, { headers }) => headers.set('authorization', goodClient));
}

/** Both halves of a Basic header are form-encoded (RFC 6749 §2.3.1). */
function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}
