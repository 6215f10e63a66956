import { type OidcAuth, oidcAuth } from '@patchbay/auth-oidc';
import { createVerifier } from 'fast-jwt';
import {
  createLocalJWKSet,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWK,
  jwtVerify,
  SignJWT,
} from 'jose';
import type { Group } from '../group.ts';
import type { Contest, Row } from '../measure.ts';

const audience = 'https://api.shop.example';
const distinct = 256;

/** A signing algorithm at the provider: its public key in two forms, and tokens by it. */
interface Signed {
  readonly algorithm: 'RS256' | 'ES256';
  readonly jwk: JWK;
  readonly pem: string;
  readonly tokens: readonly string[];
}

/** Verification of access tokens through our adapter, beside jose and fast-jwt. */
export const authOidc: Group = async ({ url }) => {
  const issuer = `${url}/provider`;
  const signed = await Promise.all([sign('RS256', issuer), sign('ES256', issuer)]);
  await fetch(`${issuer}/keys`, {
    method: 'PUT',
    body: JSON.stringify({ keys: signed.map(({ jwk }) => jwk) }),
  });
  return {
    contests: signed.flatMap((one) => [firstTime(one, issuer), again(one, issuer)]),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
};

/** Tokens that nobody has seen yet: the keys are known, the signature has to be verified. */
function firstTime({ algorithm, jwk, pem, tokens }: Signed, issuer: string): Contest {
  const names = {
    jose: 'jose, jwtVerify',
    fast: 'fast-jwt, no cache',
    ours: 'patchbay, tokens.verify',
  } as const;
  const keys = createLocalJWKSet({ keys: [jwk] });
  const expected = { issuer, audience, algorithms: [algorithm] };
  const fast: (token: string) => unknown = createVerifier({ key: pem, ...toFastRules(issuer, algorithm) });
  const [first = '', ...others] = tokens;
  let auth = newAuth(issuer);
  const ours: Row = {
    ...row(names.ours, others, (token) => auth.tokens.verify(token, { audience })),
    async prepare() {
      await auth.close();
      auth = newAuth(issuer); // it has seen nothing
      await auth.tokens.verify(first, { audience }); // and has the keys now
    },
  };
  return {
    title: `${algorithm}: verify a token for the first time`,
    calls: others.length,
    rounds: 15,
    rows: [
      row(names.jose, others, (token) => jwtVerify(token, keys, expected)),
      row(names.fast, others, async (token) => fast(token)),
      ours,
    ],
    // It is jose that verifies; besides, each member must be there once, and the token of the right kind.
    targets: [{ row: names.ours, beside: names.jose, atMost: 1.25, failsAbove: 1.6 }],
  };
}

/** Tokens that were seen before, as an API sees them: expiry and audience are checked all the same. */
function again({ algorithm, pem, tokens }: Signed, issuer: string): Contest {
  const names = { fast: 'fast-jwt, cached', ours: 'patchbay, tokens.verify, cached' } as const;
  const fast: (token: string) => unknown = createVerifier({
    key: pem,
    ...toFastRules(issuer, algorithm),
    cache: 5000,
  });
  const auth = newAuth(issuer);
  return {
    title: `${algorithm}: verify a token again`,
    calls: tokens.length * 8,
    rounds: 15,
    rows: [
      known(names.fast, tokens, async (token) => fast(token)),
      known(names.ours, tokens, (token) => auth.tokens.verify(token, { audience })),
    ],
    // The key and all claims are looked at again, in a promise; fast-jwt compares times, and has none.
    targets: [{ row: names.ours, beside: names.fast, atMost: 1.25, failsAbove: 1.6 }],
  };
}

function row(name: string, tokens: readonly string[], verify: (token: string) => Promise<unknown>): Row {
  return { name, call: (index) => verify(tokens[index % tokens.length] ?? '') };
}

/** Each request brings a text of its own, so that its hash has to be found anew. */
function known(name: string, tokens: readonly string[], verify: (token: string) => Promise<unknown>): Row {
  let texts: readonly string[] = [];
  return {
    name,
    async prepare(calls) {
      const whole = Math.ceil(calls / tokens.length);
      texts = Array.from({ length: whole }, () =>
        tokens.map((token) => Buffer.from(token).toString()),
      ).flat();
    },
    call: (index) => verify(texts[index] ?? ''),
  };
}

function newAuth(issuer: string): OidcAuth {
  return oidcAuth({
    issuer,
    clientId: 'shop',
    redirectUri: 'https://shop.example/auth/callback',
    transactionSecret: 'a transaction secret that only this run knows',
  });
}

function toFastRules(issuer: string, algorithm: Signed['algorithm']) {
  return { allowedIss: issuer, allowedAud: audience, algorithms: [algorithm] };
}

async function sign(algorithm: Signed['algorithm'], issuer: string): Promise<Signed> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), alg: algorithm, kid: algorithm, use: 'sig' };
  const tokens = Array.from({ length: distinct }, (_, index) =>
    new SignJWT({ scope: 'orders:read orders:write', client_id: 'shop', email: `user${index}@shop.example` })
      .setProtectedHeader({ alg: algorithm, kid: algorithm, typ: 'at+jwt' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(`user-${index}`)
      .setJti(`token-${index}`)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey),
  );
  return { algorithm, jwk, pem: await exportSPKI(publicKey), tokens: await Promise.all(tokens) };
}
