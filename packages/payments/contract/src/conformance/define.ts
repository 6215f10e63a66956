import type { OperationName } from '@patchbay/core';
import { type CaseRow, defineSuite, type Needs } from '@patchbay/core/conformance';
import type { PaymentsApi } from '../api.ts';
import type { PaymentsCapabilities, PaymentsTrait } from '../capabilities.ts';
import { payments } from '../contract.ts';
import { assertForm, identity } from './entity-form.ts';
import type { PaymentsSubject } from './harness.ts';
import { personal, recipes } from './recipes.ts';
import { PaymentsScene } from './scene.ts';
import { traits } from './traits.ts';

type Operation = OperationName<PaymentsApi>;

/** What a provider of payments must have for a case to apply. */
export type PaymentsNeeds = Needs<Operation, PaymentsTrait, PaymentsCapabilities>;

/** One behaviour of payments, before it gets its id. */
export type PaymentsRow = CaseRow<PaymentsScene, Operation, PaymentsTrait, PaymentsCapabilities>;

/** The suite of payments: what is generated, and `cases` for the rest. */
export const suite = defineSuite<PaymentsApi, PaymentsCapabilities, PaymentsSubject, PaymentsScene>({
  contract: payments,
  scene: (subject) => new PaymentsScene(subject),
  recipes,
  traits,
  effects: async ({ books }) => ({ charges: await books.charges(), refunds: await books.refunds() }),
  examples: { write: 'create', read: 'get', list: 'list', keyless: 'customers.create' },
  thorough: ['create', 'refunds.create', 'customers.create', 'customers.delete', 'get', 'list'],
  assertForm,
  identity,
  personal: Object.values(personal),
});

export const { cases } = suite;
