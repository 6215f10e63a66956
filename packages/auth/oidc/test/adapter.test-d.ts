import { type Auth, auth } from '@patchbay/auth';
import { type OidcAuth, type OidcAuthOptions, type OidcClient, oidcAuth } from '@patchbay/auth-oidc';
import type { Native, Unsupported } from '@patchbay/core';
import { describe, expectTypeOf, it } from 'vitest';

const options: OidcAuthOptions = {
  issuer: 'https://id.example.com',
  clientId: 'shop',
  redirectUri: 'https://shop.example.com/auth/callback',
  transactionSecret: 'a transaction secret of 32 characters or more',
};

describe('the types of oidcAuth', () => {
  it('show one name, and hand over the typed library', () => {
    const made = oidcAuth(options);
    expectTypeOf(made).toEqualTypeOf<OidcAuth>();
    expectTypeOf(made).toExtend<Native<OidcClient>>();
    expectTypeOf<OidcClient['library']['introspectionRequest']>().toBeFunction();
    expectTypeOf<OidcClient['library']>().not.toBeAny();
  });

  it('fit what an application asks for', () => {
    expectTypeOf<OidcAuth>().toExtend<Auth<'flow.exchange' | 'flow.userInfo' | 'flow.startDevice'>>();
    expectTypeOf(auth.needs({ traits: ['sign_in', 'sign_out'] })).not.toBeAny();
    expectTypeOf(oidcAuth).parameter(0).toEqualTypeOf<OidcAuthOptions>();
  });

  it('have no directory: a call of it does not compile', () => {
    expectTypeOf<OidcAuth['users']['create']>().toEqualTypeOf<Unsupported<'oidc', 'users.create'>>();
  });
});
