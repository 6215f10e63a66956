import type { OperationName } from '@patchbay/core';
import { type CaseRow, defineSuite } from '@patchbay/core/conformance';
import type { StorageApi } from '../api.ts';
import type { StorageCapabilities, StorageTrait } from '../capabilities.ts';
import { storage } from '../contract.ts';
import { assertForm } from './form.ts';
import type { StorageSubject } from './harness.ts';
import { identity, personal, recipes } from './recipes.ts';
import { StorageScene } from './scene.ts';
import { traits } from './traits.ts';

type Operation = OperationName<StorageApi>;

/** One behaviour of storage, before it gets its id. */
export type StorageRow = CaseRow<StorageScene, Operation, StorageTrait, StorageCapabilities>;

/** The suite of storage: what is generated, and `cases` for the rest. */
export const suite = defineSuite<StorageApi, StorageCapabilities, StorageSubject, StorageScene>({
  contract: storage,
  scene: (subject) => new StorageScene(subject),
  recipes,
  traits,
  effects: async ({ subject }) => ({ objects: (await subject.objects()).length }),
  examples: { write: 'put', read: 'get', list: 'list' },
  thorough: ['put', 'get', 'list', 'copy', 'uploads.complete'],
  assertForm,
  identity,
  personal: Object.values(personal),
});

export const { cases } = suite;
