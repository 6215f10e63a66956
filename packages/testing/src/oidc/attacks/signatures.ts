import {
  base64url,
  CompactEncrypt,
  CompactSign,
  exportJWK,
  exportSPKI,
  type JWTHeaderParameters,
} from 'jose';
import type { TokenDraft, Workbench } from '../alteration.ts';
import { publicJwk } from '../keys.ts';
import { part, payloadOf } from '../sign.ts';
import { type Attack, attack, everyToken } from './attack.ts';
import { otherSubject } from './claims.ts';

type Sign = (draft: TokenDraft, workbench: Workbench) => Promise<string>;

const encoder = new TextEncoder();
const sharedKey = encoder.encode('the-symmetric-key-that-was-published');

/** Tokens that say what an honest one says, with a signature that proves nothing. */
export const signatureAttacks = {
  alg_none: signed('alg none and no signature', 'RFC 8725 §3.2', async (draft) => unsigned(draft, 'none')),
  alg_none_mixed_case: signed('alg nOnE and no signature', 'RFC 8725 §3.2', async (draft) =>
    unsigned(draft, 'nOnE'),
  ),
  stripped_signature: signed('an honest header and no signature', 'RFC 7515 §5.2', async (draft, workbench) =>
    (await workbench.sign(draft)).replace(/[^.]+$/, ''),
  ),
  tampered_claims: signed('the subject exchanged after signing', 'RFC 7515 §5.2', tamper),
  hs256_public_key: signed(
    'HS256 by the text of the public key',
    'RFC 8725 §2.1, §3.1',
    async (draft, workbench) => {
      const key = await workbench.signingKey();
      return signHmac(draft, encoder.encode(await exportSPKI(key.publicKey)), key.kid);
    },
  ),
  hs256_client_secret: signed(
    'HS256 by the client secret',
    'RFC 8725 §3.1, §3.2',
    async (draft, workbench) => {
      const { kid } = await workbench.signingKey();
      return signHmac(draft, encoder.encode(draft.client.secret ?? draft.client.id), kid);
    },
  ),
  wrong_key: signed('the right kid and the signature of another key', 'RFC 7515 §5.2', (draft, workbench) =>
    signAsAttacker(draft, workbench, {}, 'honest'),
  ),
  unknown_kid: signed('a kid that no key set has', 'OpenID Connect Core §10.1', (draft, workbench) =>
    signAsAttacker(draft, workbench, {}),
  ),
  rotating_bogus_kids: attack(
    {
      what: 'a new unknown kid in every token, and other new keys in every key set',
      breaks: 'OpenID Connect Core §10.1.1',
      where: [...everyToken, 'jwks'],
    },
    {
      sign: (draft, workbench) => signAsAttacker(draft, workbench, { kid: crypto.randomUUID() }),
      jwks: async (keys, workbench) => {
        const bogus = await publicJwk(await workbench.attackerKey());
        return [...keys, ...Array.from({ length: 5 }, () => ({ ...bogus, kid: crypto.randomUUID() }))];
      },
    },
  ),
  embedded_jwk: signed(
    'its own key in the header',
    'RFC 8725 §3.10; RFC 7515 §4.1.3',
    async (draft, workbench) =>
      signAsAttacker(draft, workbench, { jwk: await exportJWK((await workbench.attackerKey()).publicKey) }),
  ),
  jku_header: signed('the address of its own key set in the header', 'RFC 8725 §3.10', (draft, workbench) =>
    signAsAttacker(draft, workbench, { jku: `${workbench.url('trap')}/keys` }),
  ),
  x5u_header: signed(
    'the address of its own certificate in the header',
    'RFC 8725 §3.10',
    (draft, workbench) => signAsAttacker(draft, workbench, { x5u: `${workbench.url('trap')}/certificate` }),
  ),
  rsa_1024: attack(
    {
      what: 'tokens by a published RSA key of 1 024 bits',
      breaks: 'RFC 7518 §3.3',
      where: [...everyToken, 'jwks'],
    },
    {
      sign: signWeakly,
      jwks: async (keys, workbench) => [...keys, await publicJwk(await workbench.weakKey())],
    },
  ),
  published_symmetric_key: attack(
    {
      what: 'tokens by HS256 with a symmetric key that the key set publishes',
      breaks: 'RFC 8725 §3.1; RFC 7517 §9.2',
      where: [...everyToken, 'jwks'],
    },
    {
      sign: (draft) => signHmac(draft, sharedKey, 'symmetric'),
      jwks: (keys) => [
        ...keys,
        { kty: 'oct', kid: 'symmetric', alg: 'HS256', k: base64url.encode(sharedKey) },
      ],
    },
  ),
  unknown_crit: signed('a critical header that nobody knows', 'RFC 7515 §4.1.11', (draft, workbench) =>
    workbench.sign({
      ...draft,
      header: { ...draft.header, crit: ['urn:test:unknown'], 'urn:test:unknown': true },
    }),
  ),
  encrypted_token: signed(
    'JWE around it, which nobody asked for',
    'OpenID Connect Core §3.1.3.7 (1)',
    encrypt,
  ),
} satisfies Record<string, Attack>;

function signed(what: string, breaks: string, sign: Sign): Attack {
  return attack({ what: `a token with ${what}`, breaks, where: everyToken }, { sign });
}

function unsigned(draft: TokenDraft, alg: string): string {
  return `${part({ ...draft.header, alg })}.${part(payloadOf(draft))}.`;
}

async function tamper(draft: TokenDraft, workbench: Workbench): Promise<string> {
  const [header, , signature] = (await workbench.sign(draft)).split('.');
  const claims = { ...draft.claims, sub: otherSubject(draft.claims, workbench) };
  return `${header}.${part(claims)}.${signature}`;
}

function signHmac(draft: TokenDraft, secret: Uint8Array, kid: string): Promise<string> {
  return new CompactSign(payloadOf(draft))
    .setProtectedHeader({ ...draft.header, alg: 'HS256', kid })
    .sign(secret);
}

async function signAsAttacker(
  draft: TokenDraft,
  workbench: Workbench,
  header: JWTHeaderParameters | Record<string, unknown>,
  name: 'honest' | 'own' = 'own',
): Promise<string> {
  const key = await workbench.attackerKey();
  const { kid } = name === 'honest' ? await workbench.signingKey() : key;
  return workbench.sign({ ...draft, header: { ...draft.header, kid, ...header } }, key);
}

/** By Web Crypto: jose refuses such a key. */
async function signWeakly(draft: TokenDraft, workbench: Workbench): Promise<string> {
  const { kid, privateKey } = await workbench.weakKey();
  const text = `${part({ ...draft.header, alg: 'RS256', kid })}.${part(payloadOf(draft))}`;
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, encoder.encode(text));
  return `${text}.${part(new Uint8Array(signature))}`;
}

/** With the key that OpenID Connect Core §10.2 derives from the client secret. */
async function encrypt(draft: TokenDraft, workbench: Workbench): Promise<string> {
  const secret = encoder.encode(draft.client.secret ?? draft.client.id);
  const key = new Uint8Array(await crypto.subtle.digest('SHA-256', secret));
  return new CompactEncrypt(encoder.encode(await workbench.sign(draft)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', cty: 'JWT' })
    .encrypt(key);
}
