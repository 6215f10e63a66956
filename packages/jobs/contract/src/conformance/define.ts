import type { OperationName } from '@patchbay/core';
import { type CaseRow, defineSuite, type SuiteDefinition } from '@patchbay/core/conformance';
import type { JobsApi } from '../api.ts';
import type { JobsCapabilities, JobsTrait } from '../capabilities.ts';
import { jobs } from '../contract.ts';
import { assertForm } from './form.ts';
import type { JobsSubject } from './harness.ts';
import { identity, personal, recipes } from './recipes.ts';
import { JobsScene } from './scene.ts';

type Operation = OperationName<JobsApi>;

/** One behaviour of jobs, before it gets its id. */
export type JobsRow = CaseRow<JobsScene, Operation, JobsTrait, JobsCapabilities>;

/** Rows by the name of their behaviour. */
export type JobsRows = Readonly<Record<string, JobsRow>>;

const definition: SuiteDefinition<JobsApi, JobsCapabilities, JobsSubject, JobsScene> = {
  contract: jobs,
  scene: (subject) => new JobsScene(subject),
  recipes,
  traits: {
    ordering: {
      operation: 'enqueue',
      input: ({ queue }) => ({ queue, payload: null, orderingKey: 'order-7' }),
    },
    transaction: { operation: 'enqueue', input: ({ queue }) => ({ queue, payload: null, transaction: {} }) },
  },
  effects: async ({ subject }) => ({ jobs: (await subject.jobs()).length }),
  examples: { write: 'enqueue', read: 'get', list: 'dead.list' },
  thorough: ['get', 'enqueue', 'claim'],
  assertForm,
  identity,
  personal: Object.values(personal),
};

/** What holds for every operation alike: policy and faults, on the facade’s clock. */
export const { generated } = defineSuite(definition);

/** What only this category promises, on the store’s clock. */
export const { cases } = defineSuite({
  ...definition,
  scene: (subject: JobsSubject) => new JobsScene({ ...subject, ...subject.onOwnClock }),
});
