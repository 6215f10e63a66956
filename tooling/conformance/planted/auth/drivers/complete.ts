import type { SignIn } from '@patchbay/auth';
import { answers } from '../../broken.ts';
import { type AuthDriver, driverOn } from '../broken.ts';

const driver = driverOn('oidc');
const end = (change: (end: SignIn) => object) => answers<SignIn>('signIn.complete', change);

/** Defects in what a sign-in tells. */
export const completeDrivers: readonly AuthDriver[] = [
  driver(
    'address-as-key',
    'takes the e-mail address for the person',
    'contract.signIn.complete.tells_who_it_is',
    end(({ identity, ...rest }) => {
      const { key, email } = identity;
      return { ...rest, identity: { ...identity, key: { ...key, subject: email?.address } } };
    }),
  ),
  driver(
    'always-verified',
    'says of every address that it is verified',
    'contract.signIn.complete.unverified_address',
    end(({ identity, ...rest }) => ({
      ...rest,
      identity: { ...identity, email: { ...identity.email, verified: true } },
    })),
  ),
  driver(
    'verified-in-words',
    'says in words that an address is verified',
    'contract.signIn.complete.verified_address',
    end(({ identity, ...rest }) => ({
      ...rest,
      identity: { ...identity, email: { ...identity.email, verified: 'true' } },
    })),
  ),
  driver(
    'proof-untold',
    'does not say when the person proved it',
    'contract.signIn.complete.time_of_the_proof',
    end(({ identity, ...rest }) => ({ ...rest, identity: { ...identity, authentication: { methods: [] } } })),
  ),
  driver(
    'grants-untold',
    'does not say what was granted',
    'contract.signIn.complete.tokens_are_the_persons',
    end(({ tokens, ...rest }) => ({ ...rest, tokens: { ...tokens, scopes: [] } })),
  ),
  driver(
    'more-than-granted',
    'says that more was granted',
    'contract.signIn.complete.nothing_is_granted_unasked',
    end(({ tokens, ...rest }) => ({ ...rest, tokens: { ...tokens, scopes: [...tokens.scopes, 'profile'] } })),
  ),
  driver(
    'refresh-token-lost',
    'loses the refresh token',
    'contract.signIn.complete.long_session',
    end(({ tokens: { refreshToken: _lost, ...tokens }, ...rest }) => ({ ...rest, tokens })),
  ),
  driver(
    'purpose-forgotten',
    'forgets the purpose',
    'contract.signIn.complete.purpose_comes_back',
    end((all) => ({ ...all, purpose: 'sign_in' })),
  ),
  driver(
    'cookie-stays',
    'leaves the cookie',
    'contract.signIn.complete.cookie_is_cleared',
    end((all) => ({ ...all, clearCookie: all.clearCookie.replace('Max-Age=0', 'Max-Age=600') })),
  ),
];
