import { type Call, defineAdapter, type Kit } from '@patchbay/core';
import { type StateApi, state } from '@patchbay/state';
import { virtualClock } from '@patchbay/testing';
import { webhookReceiver } from '@patchbay/webhooks';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { bodyOf, deliver, scene } from './support/scene.ts';

const hang = (_input: unknown, _call: Call): Promise<never> => new Promise(() => undefined);
const operations = {
  get: 'native',
  put: 'native',
  delete: 'native',
  putIfAbsent: 'native',
  cas: 'native',
  increment: 'native',
  list: 'native',
} as const satisfies Record<keyof StateApi, 'native'>;

/** A store that takes everything and answers nothing. */
const silentState = defineAdapter({
  spec: 1,
  contract: state,
  capabilities: {
    provider: 'silent',
    operations,
    traits: { durable: true, 'shared.processes': true, 'shared.machines': true },
    idempotency: { kind: 'none' },
  } as const,
  options: z.strictObject({}),
  client: async (_options: object, _kit: Kit) => undefined,
  driver: () => ({
    get: hang,
    put: hang,
    delete: hang,
    putIfAbsent: hang,
    cas: hang,
    increment: hang,
    list: hang,
  }),
  toFailure: () => undefined,
  check: async () => undefined,
});

describe('a store that does not answer', () => {
  it('is given up before the vendor gives up: it delivers again', async () => {
    const clock = virtualClock();
    const { payments } = scene();
    const receiver = webhookReceiver({
      sources: { payments: { from: payments, handle: () => undefined } },
      state: silentState({}, { clock }),
      clock,
    });
    expect(receiver.warnings).toEqual([]);
    const { value: response, elapsedMs } = Object(
      await clock.settle(receiver.handle(deliver(bodyOf({ id: 'evt_1' })))),
    );
    expect([response.status, elapsedMs]).toEqual([503, 5000]);
  });
});
