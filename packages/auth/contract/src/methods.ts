import { DriverFailure, underOperation } from '@patchbay/core';
import { readWebhook } from '@patchbay/core/webhook';
import type { AuthBase, AuthMethods } from './contract.ts';
import { deviceMethods } from './device.ts';
import { type Engine, makeEngine } from './engine.ts';
import { withObject } from './events.ts';
import { signInMethods } from './sign-in.ts';
import { signOutMethods } from './sign-out.ts';
import { tokenSource } from './token-source.ts';
import { tokenMethods } from './tokens.ts';

/** The methods over a provider's operations. */
export function authMethods(base: AuthBase): AuthMethods {
  const { integration, parts } = base;
  return {
    ...flowMethods(base),
    webhooks: {
      receive: (input) =>
        underOperation(integration, 'webhooks.receive', async () => {
          if (parts.webhook === undefined) return refuse('webhooks');
          return (await parts.webhook.verify(await readWebhook(input))).map(withObject);
        }),
    },
    pages: (request) =>
      underOperation(integration, 'pages', async () => {
        if (parts.pages === undefined) return undefined;
        await integration.native(); // the pages work on the client, which `close` ends
        return parts.pages.handle(request);
      }),
  };
}

/** What is built on an engine; a source of tokens is built on the methods. */
interface EngineMethods extends Pick<AuthMethods, 'signIn' | 'device' | 'signOut'> {
  readonly tokens: Omit<AuthMethods['tokens'], 'source'>;
}

type FlowMethods = Pick<AuthMethods, 'signIn' | 'tokens' | 'device' | 'signOut'>;

/** What an adapter has that says its rules; one without, a directory alone, refuses them. */
function flowMethods(base: AuthBase): FlowMethods {
  const { integration, parts } = base;
  const made = parts.flow && engineMethods(makeEngine(base, parts.flow));
  const flow = (): EngineMethods => made ?? refuse('rules of sign-in');
  const clientCredentials = named(
    integration,
    'tokens.clientCredentials',
    () => flow().tokens.clientCredentials,
  );
  const owner = parts.flow === undefined ? [] : [parts.flow.issuer, parts.flow.clientId];
  return {
    signIn: {
      begin: named(integration, 'signIn.begin', () => flow().signIn.begin),
      complete: named(integration, 'signIn.complete', () => flow().signIn.complete),
    },
    tokens: {
      verify: named(integration, 'tokens.verify', () => flow().tokens.verify),
      refresh: named(integration, 'tokens.refresh', () => flow().tokens.refresh),
      revoke: named(integration, 'tokens.revoke', () => flow().tokens.revoke),
      clientCredentials,
      source: (options = {}) =>
        tokenSource({ integration, kit: base.kit, owner, clientCredentials }, options),
      identity: named(integration, 'tokens.identity', () => flow().tokens.identity),
    },
    device: {
      begin: named(integration, 'device.begin', () => flow().device.begin),
      complete: named(integration, 'device.complete', () => flow().device.complete),
    },
    signOut: {
      begin: named(integration, 'signOut.begin', () => flow().signOut.begin),
      receive: named(integration, 'signOut.receive', () => flow().signOut.receive),
    },
  };
}

function engineMethods(engine: Engine): EngineMethods {
  return {
    signIn: signInMethods(engine),
    tokens: tokenMethods(engine),
    device: deviceMethods(engine),
    signOut: signOutMethods(engine),
  };
}

/** What it throws names the method. */
function named<A extends unknown[], R>(
  integration: AuthBase['integration'],
  operation: string,
  method: () => (...given: A) => Promise<R>,
): (...given: A) => Promise<R> {
  return (...given) => underOperation(integration, operation, async () => method()(...given));
}

function refuse(what: string): never {
  throw new DriverFailure({ code: 'unsupported', message: `It has no ${what}.` });
}
