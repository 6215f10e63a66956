import type { OperationName } from '@patchbay/core';
import { type CaseRow, defineSuite, type SuiteDefinition } from '@patchbay/core/conformance';
import type { StateApi } from '../api.ts';
import type { StateCapabilities, StateTrait } from '../capabilities.ts';
import { state } from '../contract.ts';
import { assertForm } from './form.ts';
import type { StateSubject } from './harness.ts';
import { identity, personal, recipes } from './recipes.ts';
import { StateScene } from './scene.ts';

type Operation = OperationName<StateApi>;

/** One behaviour of state, before it gets its id. */
export type StateRow = CaseRow<StateScene, Operation, StateTrait, StateCapabilities>;

/** Rows by the name of their behaviour. */
export type StateRows = Readonly<Record<string, StateRow>>;

/** The operations that the contract’s methods are built on. */
export const builtOn = {
  leases: ['cas', 'increment'],
  once: ['get', 'putIfAbsent', 'cas', 'increment'],
  keyMemory: ['get', 'cas'],
  take: ['get', 'increment'],
} as const satisfies Readonly<Record<string, readonly Operation[]>>;

const definition: SuiteDefinition<StateApi, StateCapabilities, StateSubject, StateScene> = {
  contract: state,
  scene: (subject) => new StateScene(subject),
  recipes,
  traits: {},
  effects: async ({ subject }) => ({ records: (await subject.keys()).length }),
  examples: { write: 'put', read: 'get', list: 'list' },
  thorough: ['get', 'put', 'cas'],
  assertForm,
  identity,
  personal: Object.values(personal),
};

/** What holds for every operation alike: policy and faults, on the facade’s clock. */
export const { generated } = defineSuite(definition);

/** What only this category promises, on the store’s clock. */
export const { cases } = defineSuite({
  ...definition,
  scene: (subject: StateSubject) => new StateScene({ ...subject, ...subject.onOwnClock }),
});
