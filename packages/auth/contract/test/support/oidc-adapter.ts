import { defineAdapter, reveal, type Schema, Secret } from '@patchbay/core';
import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import { type AuthCapabilities, auth, type DeviceAnswer } from '../../src/index.ts';
import { OidcClient, type OidcOptions, readEmpty, readJson } from './oidc-client.ts';

const capabilities = {
  provider: 'oidc',
  operations: {
    'flow.discover': 'native',
    'flow.keys': 'composed',
    'flow.exchange': 'composed',
    'flow.refresh': 'composed',
    'flow.revoke': 'composed',
    'flow.userInfo': 'composed',
    'flow.clientCredentials': 'composed',
    'flow.startDevice': 'composed',
    'flow.pollDevice': 'composed',
    'users.create': false,
    'users.get': false,
    'users.find': false,
    'users.list': false,
    'users.update': false,
    'users.disable': false,
    'users.enable': false,
    'users.delete': false,
    'users.setPassword': false,
    'users.verifyPassword': false,
    'users.endSessions': false,
  },
  traits: {
    sign_in: true,
    'sign_in.nonce': true,
    sign_out: true,
    'sign_out.back_channel': true,
    'refresh.rotates': true,
    'users.metadata': false,
    'users.password': false,
    webhooks: false,
  },
  idempotency: { kind: 'none' },
  limits: { passwordLength: 0 },
} as const satisfies AuthCapabilities;

/** Tests hand in what is right: there is nothing to validate. */
const optionsSchema: Schema<OidcOptions> = {
  '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: value as OidcOptions }) },
};

/** Any OpenID provider, over oauth4webapi: requests are its work, and the contract checks what comes back. */
export const oidcAuth = defineAdapter({
  spec: 1,
  contract: auth,
  capabilities,
  options: optionsSchema,
  client: async (options, kit) => new OidcClient(options, kit),
  driver: (client, _, kit) => ({
    'flow.discover': (_input, call) => client.discover(call),
    'flow.keys': async (_input, call) => {
      const { jwks_uri: url = '' } = await client.server(call);
      return call.step('keys', 'safe', async (attempt) => {
        const response = await client.fetch(url, { headers: attempt.headers, signal: attempt.signal });
        const { keys } = z
          .object({ keys: z.array(z.record(z.string(), z.unknown())) })
          .parse(await readJson(response));
        const [, seconds] = /max-age=(\d+)/.exec(response.headers.get('cache-control') ?? '') ?? [];
        return { keys, ...(seconds !== undefined && { maxAgeMs: Number(seconds) * 1000 }) };
      });
    },
    'flow.exchange': ({ code, redirectUri, codeVerifier }, call) =>
      client.grant(call, 'authorization_code', {
        code,
        redirect_uri: redirectUri,
        code_verifier: codeVerifier,
      }),
    'flow.refresh': ({ refreshToken }, call) =>
      client.grant(call, 'refresh_token', { refresh_token: reveal(refreshToken) }),
    'flow.revoke': async ({ token, kind }, call) => {
      const server = await client.server(call);
      await call.step('revoke', 'natural', async (attempt) => {
        const additionalParameters = { token_type_hint: kind };
        const options = { ...client.optionsOf(attempt), additionalParameters };
        const { own, proof } = client;
        await readEmpty(await oauth.revocationRequest(server, own, proof, reveal(token), options));
      });
    },
    'flow.userInfo': async ({ accessToken }, call) => {
      const server = await client.server(call);
      return call.step('userinfo', 'safe', async (attempt) => {
        const options = client.optionsOf(attempt);
        const response = await oauth.userInfoRequest(server, client.own, reveal(accessToken), options);
        return z.record(z.string(), z.unknown()).parse(await readJson(response));
      });
    },
    'flow.clientCredentials': ({ scopes = [] }, call) =>
      client.grant(call, 'client_credentials', { scope: scopes.join(' ') }),
    'flow.startDevice': async ({ scopes = [] }, call) => {
      const server = await client.server(call);
      return call.step('start', 'natural', async (attempt) => {
        const options = client.optionsOf(attempt);
        const { own, proof } = client;
        const parameters = { scope: scopes.join(' ') };
        const response = await oauth.deviceAuthorizationRequest(server, own, proof, parameters, options);
        const body = deviceSchema.parse(await readJson(response));
        return {
          deviceCode: Secret.passing(body.device_code),
          userCode: body.user_code,
          verificationUrl: body.verification_uri,
          expiresAt: new Date(kit.clock.now() + body.expires_in * 1000),
          intervalMs: body.interval * 1000,
        };
      });
    },
    'flow.pollDevice': async ({ deviceCode }, call) => {
      const device_code = reveal(deviceCode);
      try {
        const tokens = await client.grant(call, 'urn:ietf:params:oauth:grant-type:device_code', {
          device_code,
        });
        return { status: 'granted', tokens } satisfies DeviceAnswer;
      } catch (error) {
        const [, code = ''] = /oauth:(\w+)/.exec(error instanceof Error ? error.message : '') ?? [];
        const status = deviceStatuses[code];
        if (status === undefined) throw error;
        return { status } satisfies DeviceAnswer;
      }
    },
  }),
  toFailure: (thrown) =>
    thrown instanceof z.ZodError
      ? { code: 'invalid_response', message: 'The answer has another form.' }
      : undefined,
  check: async () => undefined,
  parts: { flow: ({ rules }) => rules },
});

const deviceStatuses: Readonly<Record<string, 'pending' | 'slow_down' | 'denied' | 'expired' | undefined>> = {
  authorization_pending: 'pending',
  slow_down: 'slow_down',
  access_denied: 'denied',
  expired_token: 'expired',
};

const deviceSchema = z.object({
  device_code: z.string(),
  user_code: z.string(),
  verification_uri: z.string(),
  expires_in: z.number(),
  interval: z.number().default(5),
});
