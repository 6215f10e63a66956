import { type CallOptions, type Clock, IntegrationError } from '@patchbay/core';
import type { AuthMethods } from './contract.ts';
import type { Engine } from './engine.ts';
import type { DeviceAnswer, DeviceGrant } from './flow.ts';
import type { Identity } from './identity.ts';
import { aborted } from './kept.ts';
import { refused, unauthenticated } from './refused.ts';
import { toSignedIn } from './signed-in.ts';
import type { TokenSet } from './token-set.ts';

const slowDownMs = 5000; // RFC 8628 §3.5

/** Signing in on a device without a browser. */
export function deviceMethods(engine: Engine): AuthMethods['device'] {
  return {
    begin: ({ scopes } = {}, options = {}) =>
      engine.base.operations.flow.startDevice({ scopes: withOpenid(scopes ?? engine.rules.scopes) }, options),
    complete: (grant, options = {}) => complete(engine, grant, options),
  };
}

function withOpenid(scopes: readonly string[]): readonly string[] {
  return [...new Set(['openid', ...scopes])];
}

async function complete(
  engine: Engine,
  grant: DeviceGrant,
  given: CallOptions,
): Promise<{ readonly identity: Identity; readonly tokens: TokenSet }> {
  const { clock } = engine.base.kit;
  const { deadlineMs: _, ...options } = given; // a person may take longer than any request
  await engine.keys.warm();
  let { intervalMs } = grant;
  for (;;) {
    await pause(clock, intervalMs, options.signal);
    if (clock.now() >= Number(grant.expiresAt)) throw expired();
    const answer = await poll(engine, grant, options);
    if (answer.status === 'granted') {
      return toSignedIn(engine, answer.tokens, { scopes: withOpenid(engine.rules.scopes) }, options);
    }
    if (answer.status === 'denied') throw refused('access_denied', 'consent_denied', 'The person refused.');
    if (answer.status === 'expired') throw expired();
    if (answer.status === 'slow_down') intervalMs += slowDownMs;
  }
}

/** An outage is no answer: it is asked again, at a slower pace (RFC 8628 §3.5). */
async function poll(
  { base }: Engine,
  { deviceCode }: DeviceGrant,
  options: CallOptions,
): Promise<DeviceAnswer> {
  try {
    return await base.operations.flow.pollDevice({ deviceCode }, options);
  } catch (error) {
    if (IntegrationError.is(error) && outages.has(error.code)) return { status: 'slow_down' };
    throw error;
  }
}

const outages: ReadonlySet<string> = new Set([
  'network',
  'timeout',
  'rate_limited',
  'overloaded',
  'provider_unavailable',
]);

function expired(): Error {
  return unauthenticated('grant_invalid', 'The code was not entered in time.');
}

function pause(clock: Clock, delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      cancel();
      reject(aborted());
    };
    const cancel = clock.after(delayMs, () => {
      signal?.removeEventListener('abort', giveUp);
      resolve();
    });
    if (signal?.aborted === true) giveUp();
    signal?.addEventListener('abort', giveUp, { once: true });
  });
}
