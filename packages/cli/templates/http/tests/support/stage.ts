import type { Integration, Native, Setup } from '@patchbay/core';
// only: webhooks
import type { BaseSubject, StartOptions, WebhookSource } from '@patchbay/core/conformance';
import { signWebhook } from '@patchbay/core/webhook';
// only: storage auth no-webhooks
import type { BaseSubject, StartOptions } from '@patchbay/core/conformance';
// all
import type { AnyPayments } from '@patchbay/payments/conformance';
import { virtualClock, wireRecorder } from '@patchbay/testing';
import { serve } from '@patchbay/testing/node';
import { type AcmeFake, acmeFake } from '../../src/fake/index.ts';
import { type AcmePaymentsOptions, acmePayments } from '../../src/index.ts';
import { toWire } from './wire.ts';

const apiKey = 'test_key_of_the_harness';
// only: webhooks
const webhookSecrets = { first: 'webhook_secret_1', second: 'webhook_secret_2', foreign: 'webhook_secret_3' };
// only: auth
const transactionSecret = 'transaction_secret_of_the_harness';
// only: webhooks
const secrets = [apiKey, webhookSecrets.first, webhookSecrets.second];
// only: auth
const secrets = [apiKey, transactionSecret];
// only: storage no-webhooks
const secrets = [apiKey];
// all

/** What every subject has, and the fake behind it. */
export interface Stage extends BaseSubject<AnyPayments> {
  readonly fake: AcmeFake;
  /** Another facade on the same fake. */
  another(): Promise<AnyPayments>;
}

/** The adapter over the fake, through real sockets and in virtual time. */
export async function newStage({
  credential = 'right',
  policy,
  planted,
}: StartOptions<AnyPayments> = {}): Promise<Stage> {
  const clock = virtualClock();
  const fake = acmeFake({ apiKey, now: () => clock.now() });
  const handle = (request: Request): Promise<Response> => fake.handle(request);
  const server = await serve(planted?.handle?.(handle) ?? handle, { clock });
  const { wire, fetch } = await toWire(server);
  const recorder = wireRecorder(fetch, { clock });
  const setup: Setup = { clock, transport: { fetch: recorder.fetch }, ...(policy && { policy }) };
  const options = toOptions(credential === 'right' ? apiKey : 'another_key', server.url);
  const facades: AnyPayments[] = [];
  const another = async (): Promise<AnyPayments> => {
    // The suite cannot know that a planted factory takes the adapter's own options, nor what the types hide of ours.
    const made: Integration = planted?.factory?.(options as never, setup) ?? acmePayments(options, setup);
    const facade = made as AnyPayments;
    facades.push(facade);
    // Loading takes real time, which the virtual clock does not see.
    if (isLoadable(facade)) await facade.native();
    return facade;
  };
  return {
    facade: await another(),
    another,
    fake,
    clock,
    settle: (promise) => clock.settle(promise, { busy: () => recorder.inFlight > server.held }),
    secrets,
    wire,
    async [Symbol.asyncDispose]() {
      for (const facade of facades) await facade.close();
      await server.close();
    },
  };
}

function isLoadable(facade: Integration): facade is Integration & Native<unknown> {
  return 'native' in facade;
}

function toOptions(key: string, baseUrl: string): AcmePaymentsOptions {
  return {
    apiKey: key,
    baseUrl,
    // only: webhooks
    webhookSecret: [webhookSecrets.first, webhookSecrets.second],
    // only: auth
    issuer: baseUrl,
    clientId: 'app',
    redirectUri: 'https://app.test/auth/callback',
    transactionSecret,
    // all
  };
}
// only: webhooks

/** The fake's webhooks, signed as Acme signs them. */
export function toWebhooks({ fake, clock }: Stage): WebhookSource {
  const sign: WebhookSource['sign'] = async (body, { key = 'first', timestamp } = {}) => {
    const seconds = timestamp ?? Math.floor(clock.now() / 1000);
    const signature = await signWebhook(body, webhookSecrets[key], seconds);
    return { headers: new Headers({ 'acme-signature': signature }), body, url: 'https://shop.example/webhooks' };
  };
  const toBody = (event: object): Uint8Array => new TextEncoder().encode(JSON.stringify(event));
  return { sent: () => Promise.all(fake.events.map((event) => sign(toBody(event)))), sign };
}
// all
