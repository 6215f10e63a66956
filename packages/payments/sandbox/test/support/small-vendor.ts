import { DriverFailure, defineAdapter } from '@patchbay/core';
import {
  type CreatePayment,
  type CreateRefund,
  type PaymentsCapabilities,
  payments,
} from '@patchbay/payments';
import type { PaymentsHarness } from '@patchbay/payments/conformance';
import { capabilities as whole } from '../../src/capabilities.ts';
import { driver } from '../../src/driver.ts';
import { Sandbox } from '../../src/engine/sandbox.ts';
import { toFailure } from '../../src/errors.ts';
import { optionsSchema, settingsOf } from '../../src/options.ts';
import { harness as sandbox } from '../harness.ts';

/** A vendor that charges, reads and gives back, knows no customers, and keeps nothing that it has no use for. */
const capabilities = {
  ...whole,
  operations: { ...none(whole.operations), create: 'native', get: 'native', 'refunds.create': 'native' },
  traits: none(whole.traits),
  idempotency: { kind: 'none' },
} as const satisfies PaymentsCapabilities;

/** What the adapter does with fields that the vendor has no place for. */
type Treatment = <I extends CreatePayment | CreateRefund>(input: I, unknown: readonly string[]) => I;

function factoryOf(treat: Treatment) {
  const known = <I extends CreatePayment | CreateRefund>(input: I): I =>
    treat(
      input,
      Object.keys(input).filter((name) => ['customerId', 'saveFor', 'description', 'reason'].includes(name)),
    );
  return defineAdapter({
    spec: 1,
    contract: payments,
    capabilities,
    options: optionsSchema,
    client: (options, kit) => Sandbox.open(settingsOf(options), kit),
    driver: (account: Sandbox) => {
      const { create, get, 'refunds.create': refund } = driver(account);
      return {
        create: async (input, call) => create(known(input), call),
        get,
        'refunds.create': async (input, call) => refund(known(input), call),
      };
    },
    toFailure,
    check: (account: Sandbox) => account.books(),
    close: (account: Sandbox) => account.close(),
  });
}

/** Nothing of it. */
function none<T extends object>(all: T): Readonly<Record<keyof T, false>> {
  // The names are those of the object.
  return Object.fromEntries(Object.keys(all).map((name) => [name, false])) as Record<keyof T, false>;
}

/** A harness over a vendor that can do little, and says so: it exempts no case. */
export const honest = harnessOf((input, [name]) => {
  if (name === undefined) return input;
  throw new DriverFailure({ code: 'unsupported', message: `${name}: there is no such thing.` });
});

/** The same vendor, by an author who drops what it has no place for. */
export const careless = harnessOf((input, unknown) => {
  const kept = { ...input };
  for (const name of unknown) Reflect.deleteProperty(kept, name);
  return kept;
});

function harnessOf(treat: Treatment): PaymentsHarness {
  // The suite sees every operation by its name; what this adapter lacks throws `unsupported`.
  const planted = { factory: factoryOf(treat) as never };
  return {
    provider: 'small',
    capabilities,
    lacks: {
      authenticate: 'it never asks the payer',
      processing: 'it decides at once',
      refundFails: 'its refunds are final',
    },
    async start(options) {
      const subject = await sandbox.start({ ...options, planted });
      const { authenticate: _a, processing: _p, refundFails: _r, ...methods } = subject.fixtures.methods;
      return { ...subject, fixtures: { ...subject.fixtures, methods } };
    },
  };
}
