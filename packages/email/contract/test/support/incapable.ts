import { defineAdapter, type OperationName } from '@patchbay/core';
import * as z from 'zod';
import type { AnyEmail, EmailHarness, EmailSubject } from '../../src/conformance/index.ts';
import { type EmailApi, type EmailCapabilities, email } from '../../src/index.ts';

type Operations<T> = Readonly<Record<OperationName<EmailApi>, T>>;

function everyOperation<T extends 'native' | false>(support: T): Operations<T> {
  // The keys of the contract's table are the names of the operations.
  return Object.fromEntries(Object.keys(email.operations).map((name) => [name, support])) as Operations<T>;
}

const nothing: EmailCapabilities = {
  provider: 'nothing',
  embedded: true,
  operations: everyOperation(false),
  traits: {
    attachments: false,
    inline: false,
    templates: false,
    schedule: false,
    headers: false,
    tags: false,
    metadata: false,
    tracking: false,
    envelope_from: false,
    recipient_results: false,
    webhooks: false,
    inbound: false,
  },
  idempotency: { kind: 'none' },
  limits: { recipients: 50, messageBytes: 1_000_000, scheduleMs: 0, tags: 0 },
};

/** A harness over an adapter that has no operation and no trait, and says so. */
export const incapable: EmailHarness = harnessOf(nothing);

/** A harness over an adapter that declares every operation, has none of them, and no trait. */
export const boastful: EmailHarness = harnessOf({ ...nothing, operations: everyOperation('native') });

function harnessOf(capabilities: EmailCapabilities): EmailHarness {
  const factory = defineAdapter({
    spec: 1,
    contract: email,
    capabilities,
    options: z.strictObject({}),
    client: async () => ({}),
    driver: () => ({}) as never,
    toFailure: () => undefined,
    check: async () => undefined,
  });
  return { provider: 'nothing', capabilities, start: async () => newSubject(factory({})) };
}

function newSubject(facade: unknown): EmailSubject {
  return {
    // A dynamic caller sees every operation: what the provider lacks throws `unsupported`.
    facade: facade as AnyEmail,
    clock: { now: () => 0, monotonic: () => 0, after: () => () => {}, advance: async () => {} },
    settle: async (promise) =>
      promise.then(
        (value) => ({ status: 'fulfilled', value, elapsedMs: 0 }),
        (reason: unknown) => ({ status: 'rejected', reason, elapsedMs: 0 }),
      ),
    fixtures: { sender: 'shop@shop.example', domain: 'reader.example', unknownMessageId: 'mail-0' },
    mailbox: { count: async () => 0, accepted: async () => [] },
    happen: async () => {
      throw new Error('Nothing happens here.');
    },
    passTime: async () => {},
    secrets: [],
    [Symbol.asyncDispose]: async () => {},
  };
}
