import type { Claims, DeviceAnswer, DeviceGrant, KeySet, TokenAnswer } from '@patchbay/auth';
import { invalidResponse, Secret } from '@patchbay/core';
import * as z from 'zod';
import type { Answer } from './client/answer.ts';
import { RefusalError, toRefusal } from './client/refusal.ts';

/** Servers write what they have not as `null` and as nothing, too. */
const optionalText = z
  .string()
  .nullish()
  .transform((text) => text || undefined);
/**
 * Azure AD v1 writes numbers as text: https://learn.microsoft.com/previous-versions/azure/dn645542(v=azure.100)
 * (2026-11-22).
 */
const seconds = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .nullish()
  .transform((number) => number ?? undefined);
const text = z.string().regex(/\S/);
const pageUrl = z.url({ protocol: /^https?$/ });

const keySetSchema = z.object({ keys: z.array(z.record(z.string(), z.unknown())) });
const objectSchema = z.record(z.string(), z.unknown());
const claimsSchema = z.looseObject({ sub: text });
const tokenSchema = z.object({
  access_token: text,
  token_type: text,
  expires_in: seconds,
  refresh_token: optionalText,
  id_token: optionalText,
  scope: optionalText,
});
const deviceSchema = z
  .object({
    device_code: text,
    user_code: text,
    verification_uri: pageUrl.exactOptional(),
    /**
     * Google's name for it: https://developers.google.com/identity/protocols/oauth2/limited-input-device (2026-11-22).
     */
    verification_url: pageUrl.exactOptional(),
    verification_uri_complete: pageUrl.nullish().transform((url) => url ?? undefined),
    expires_in: z.number(),
    interval: z.number().positive().nullish(),
  })
  .transform(({ verification_uri: uri, verification_url: url, ...rest }) => ({ ...rest, url: uri ?? url }))
  .refine(({ url }) => url !== undefined, { path: ['verification_uri'] });

/** The JSON of an answer. */
export function fromJson({ headers, text: body }: Answer): unknown {
  if (!/^application\/([\w.-]+\+)?json\b/i.test(headers.get('content-type') ?? '')) {
    throw invalidResponse('The answer is no JSON.');
  }
  try {
    return JSON.parse(body);
  } catch {
    throw invalidResponse('The answer says that it is JSON, and is not.');
  }
}

/** @see https://www.rfc-editor.org/rfc/rfc7517#section-5 */
export function fromKeySet(answer: Answer): KeySet {
  const { keys } = parse(keySetSchema, answer);
  const [, age] = /\bmax-age=(\d{1,9})\b/i.exec(answer.headers.get('cache-control') ?? '') ?? [];
  return { keys, ...(age !== undefined && { maxAgeMs: Number(age) * 1000 }) };
}

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-5.1 */
export function fromTokens(answer: Answer): TokenAnswer {
  assertNoError(answer);
  const tokens = parse(tokenSchema, answer);
  const { expires_in: expiresInSeconds, refresh_token: refreshToken, id_token: idToken, scope } = tokens;
  return {
    accessToken: tokens.access_token,
    tokenType: tokens.token_type,
    ...(expiresInSeconds !== undefined && { expiresInSeconds }),
    ...(refreshToken !== undefined && { refreshToken }),
    ...(idToken !== undefined && { idToken }),
    ...(scope !== undefined && { scopes: scope.split(' ').filter(Boolean) }),
  };
}

/** @see https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse */
export function fromUserInfo(answer: Answer): Claims {
  return parse(claimsSchema, answer);
}

/**
 * `now`: epoch milliseconds.
 * @see https://www.rfc-editor.org/rfc/rfc8628#section-3.2
 */
export function fromDevice(answer: Answer, now: number): DeviceGrant {
  const { url = '', verification_uri_complete: complete, interval, ...device } = parse(deviceSchema, answer);
  return {
    deviceCode: Secret.passing(device.device_code),
    userCode: device.user_code,
    verificationUrl: url,
    ...(complete !== undefined && { verificationUrlComplete: complete }),
    expiresAt: new Date(now + device.expires_in * 1000),
    intervalMs: (interval ?? 5) * 1000,
  };
}

type Waiting = Exclude<DeviceAnswer['status'], 'granted'>;

/** What a refusal says of a device that waits: https://www.rfc-editor.org/rfc/rfc8628#section-3.5 (2026-11-22). */
export const statusByError: Readonly<Record<string, Waiting>> = {
  authorization_pending: 'pending',
  slow_down: 'slow_down',
  access_denied: 'denied',
  expired_token: 'expired',
};

/** How far a device is, if that is what a refusal says. */
export function fromDeviceRefusal(thrown: unknown): Waiting | undefined {
  const { error = '' } = toRefusal(thrown) ?? {};
  return Object.hasOwn(statusByError, error) ? statusByError[error] : undefined;
}

/** Some servers refuse with 200: https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps (2026-11-22). */
function assertNoError(answer: Answer): void {
  const { error } = parse(objectSchema, answer);
  if (typeof error !== 'string') return;
  throw new RefusalError({ status: 200, error, description: undefined });
}

function parse<T>(schema: z.ZodType<T>, answer: Answer): T {
  const result = schema.safeParse(fromJson(answer));
  if (result.success) return result.data;
  const fields = result.error.issues.map(({ path }) => path.join('.')).filter(Boolean);
  throw invalidResponse(`The answer lacks, or has in another form: ${fields.join(', ') || 'all of it'}.`);
}
