import { Secret } from '@patchbay/core';
import * as z from 'zod';

const id = z
  .string()
  .min(1)
  .max(500)
  .regex(/^(?!\.{1,2}$)[^\p{Cc}]+$/u, 'an id');
const line = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'one line without control characters');
const secret = z.custom<string | Secret>(
  (value) => Secret.is(value) || (typeof value === 'string' && value.trim() !== ''),
  'a secret that is not blank',
);
const url = z.url({ protocol: /^https?$/ });
const email = z.email().max(254);
const username = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u, 'letters, digits, dots, hyphens');
const metadata = z.record(z.string().min(1).max(100), z.string().max(500));
const vendor = z.record(z.string(), z.unknown());
const scopes = z.array(z.string().regex(/^[!#-[\]-~]{1,255}$/, 'a scope: visible ASCII without spaces'));

export const nothingSchema = z.strictObject({});
export const idSchema = z.strictObject({ id });
export const exchangeSchema = z.strictObject({ code: line(4096), redirectUri: url, codeVerifier: line(128) });
export const refreshSchema = z.strictObject({ refreshToken: secret, scopes: scopes.exactOptional() });
export const revokeSchema = z.strictObject({
  token: secret,
  kind: z.enum(['access_token', 'refresh_token']),
});
export const userInfoSchema = z.strictObject({ accessToken: secret });
export const clientCredentialsSchema = z.strictObject({
  scopes: scopes.exactOptional(),
  audience: line(500).exactOptional(),
});
export const startDeviceSchema = z.strictObject({ scopes: scopes.exactOptional() });
export const pollDeviceSchema = z.strictObject({ deviceCode: secret });

export const createUserSchema = z
  .strictObject({
    email: email.exactOptional(),
    emailVerified: z.boolean().exactOptional(),
    username: username.exactOptional(),
    name: line(200).exactOptional(),
    pictureUrl: url.exactOptional(),
    password: secret.exactOptional(),
    metadata: metadata.exactOptional(),
    vendor: vendor.exactOptional(),
  })
  .refine(({ email: address, username: name }) => address !== undefined || name !== undefined, {
    path: ['email'],
    error: 'found nothing; expected an e-mail address, a user name or both',
  });
export const updateUserSchema = z.strictObject({
  id,
  email: email.nullable().exactOptional(),
  emailVerified: z.boolean().exactOptional(),
  username: username.nullable().exactOptional(),
  name: line(200).nullable().exactOptional(),
  pictureUrl: url.nullable().exactOptional(),
  metadata: metadata.exactOptional(),
  vendor: vendor.exactOptional(),
});
export const findUserSchema = z.union(
  [z.strictObject({ email }), z.strictObject({ username })],
  '{ email } or { username }',
);
export const listUsersSchema = z.strictObject({
  status: z.enum(['active', 'disabled', 'invited']).exactOptional(),
});
export const setPasswordSchema = z.strictObject({ id, password: secret });
export const verifyPasswordSchema = z.strictObject({ identifier: line(254), password: secret });

export const beginSignInSchema = z
  .strictObject({
    returnTo: z.string().exactOptional(),
    scopes: scopes.exactOptional(),
    loginHint: line(254).exactOptional(),
    prompt: z.enum(['none', 'login', 'consent', 'select_account']).exactOptional(),
    maxAgeSeconds: z.int().min(0).max(999_999_999).exactOptional(),
    purpose: z.enum(['sign_in', 'link', 'step_up']).exactOptional(),
    linkTo: line(500).exactOptional(),
  })
  .refine(({ purpose, linkTo }) => (purpose === 'link') === (linkTo !== undefined), {
    path: ['linkTo'],
    error: 'goes with the purpose link, and only with it',
  });
