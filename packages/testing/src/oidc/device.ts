import { readScope, requireGrant } from './authorization-request.ts';
import { userButtons } from './authorize.ts';
import { authenticateClient } from './client-authentication.ts';
import { button, form, type Incoming, json, OAuthError, optional, page, required } from './http.ts';
import type { Issue } from './issue.ts';
import { type Device, type ProviderState, randomToken, startSession } from './state.ts';
import type { GrantType, OpenidClient } from './types.ts';

const grantType = 'urn:ietf:params:oauth:grant-type:device_code' satisfies GrantType;

/** The device authorization endpoint: RFC 8628 §3.1. */
export function authorizeDevice(state: ProviderState, incoming: Incoming): Response {
  const client = authenticateClient(state, incoming);
  requireGrant(client, grantType);
  const scope = readScope(state, incoming.parameters);
  const deviceCode = randomToken();
  const userCode = newUserCode();
  const device: Device = {
    client,
    userCode,
    scope,
    expiresAt: state.now() + state.lifetimes.device,
    intervalSeconds: 5,
    lastPollAt: -Infinity,
    answer: undefined,
  };
  state.devices.set(deviceCode, device);
  const verificationUri = state.url('device');
  return json({
    device_code: deviceCode,
    user_code: userCode,
    verification_uri: verificationUri,
    verification_uri_complete: `${verificationUri}?user_code=${userCode}`,
    expires_in: state.lifetimes.device,
    interval: device.intervalSeconds,
  });
}

/** The page where the user types the code that the device shows. */
export function devicePage(state: ProviderState, { method, parameters }: Incoming): Response {
  if (method === 'POST') {
    const answer = parameters.has('deny') ? 'deny' : { subject: required(parameters, 'subject') };
    answerDevice(state, required(parameters, 'user_code'), answer);
    return page('Device', '<p>You can go back to your device.</p>');
  }
  const userCode = optional(parameters, 'user_code') ?? '';
  const known = new URLSearchParams(userCode && { user_code: userCode });
  const field = userCode ? '' : '<p><input name="user_code" aria-label="Code" required></p>';
  const buttons = field + userButtons(state.users) + button('deny', 'yes', 'Cancel');
  return page('Device', form(state.url('device'), known, buttons));
}

export function answerDevice(
  state: ProviderState,
  userCode: string,
  answer: { readonly subject: string } | 'deny',
): void {
  const waiting = [...state.devices.values()].find(
    (device) => device.userCode === userCode && device.answer === undefined && state.now() < device.expiresAt,
  );
  if (!waiting) throw new OAuthError('invalid_request', 'No device waits for this code.');
  waiting.answer = answer === 'deny' ? 'deny' : startSession(state, answer.subject);
}

/** Polling: RFC 8628 §3.5. */
export function redeemDevice(state: ProviderState, client: OpenidClient, parameters: URLSearchParams): Issue {
  const device = state.devices.get(required(parameters, 'device_code'));
  if (device?.client !== client) throw new OAuthError('invalid_grant', 'No such device code is known.');
  if (state.now() >= device.expiresAt) throw new OAuthError('expired_token', 'The device code has expired.');
  const tooSoon = state.now() - device.lastPollAt < device.intervalSeconds;
  device.lastPollAt = state.now();
  const { answer } = device;
  if (answer === 'deny') throw new OAuthError('access_denied', 'The user refused.');
  if (answer === 'spent') throw new OAuthError('invalid_grant', 'The device code was redeemed before.');
  if (tooSoon) {
    device.intervalSeconds += 5;
    throw new OAuthError('slow_down', `Wait ${device.intervalSeconds} seconds between polls.`);
  }
  if (answer === undefined) throw new OAuthError('authorization_pending', 'The user has not answered yet.');
  device.answer = 'spent';
  const grant = { client, subject: answer.subject, session: answer, scope: device.scope, revoked: false };
  return { grant, grantType, scope: device.scope };
}

/** Eight letters that are hard to mistake and spell no word: RFC 8628 §6.1. */
function newUserCode(): string {
  const letters = 'BCDFGHJKLMNPQRSTVWXZ';
  const picked = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => letters[byte % letters.length]);
  return `${picked.slice(0, 4).join('')}-${picked.slice(4).join('')}`;
}
