import { withRaw } from '@patchbay/core';
import type { Claims } from './flow.ts';
import type { Identity, IdentityKey } from './identity.ts';
import type { FlowRules } from './rules.ts';

/** What the claims of an id token or of userinfo say of a person. Claims of another type count as absent. */
export function toIdentity(
  claims: Claims,
  key: IdentityKey,
  { provider, emailOf }: Pick<FlowRules, 'emailOf'> & { readonly provider: string },
): Identity {
  const email = emailOf(claims);
  return withRaw(
    {
      key,
      provider,
      ...(email !== undefined && { email }),
      ...profileOf(claims),
      authentication: authenticationOf(claims),
    },
    claims,
  );
}

type Profile = { readonly [K in keyof typeof textClaims]?: string };

function profileOf(claims: Claims): Profile {
  const profile: { -readonly [K in keyof Profile]: string } = {};
  for (const [name, claim] of Object.entries(textClaims)) {
    const value = claims[claim];
    if (typeof value === 'string' && value !== '' && isProfileName(name)) profile[name] = value;
  }
  return profile;
}

function isProfileName(name: string): name is keyof Profile {
  return Object.hasOwn(textClaims, name);
}

const textClaims = {
  name: 'name',
  givenName: 'given_name',
  familyName: 'family_name',
  username: 'preferred_username',
  pictureUrl: 'picture',
  locale: 'locale',
} as const satisfies Partial<Record<keyof Identity, string>>;

function authenticationOf(claims: Claims): Identity['authentication'] {
  const { auth_time: at, acr: level, amr: methods, sid: sessionId } = claims;
  return {
    ...(typeof at === 'number' && { at: new Date(at * 1000) }),
    ...(typeof level === 'string' && { level }),
    methods: Array.isArray(methods) ? methods.filter((method) => typeof method === 'string') : [],
    ...(typeof sessionId === 'string' && { sessionId }),
  };
}
