import type { Contract } from '@patchbay/core';
import type { JobsApi } from './api.ts';
import type { EnqueueJob } from './job.ts';
import * as schema from './schemas.ts';

/** What people told us, and what they were told: none may be read in an error. */
const personal = ['payload', 'error'] as const;

/** Every operation of the category: how it repeats, what it takes. */
export const operations = {
  enqueue: {
    repeat: 'natural',
    summary: 'Write a job down',
    input: schema.enqueueSchema,
    traits: ({ orderingKey, transaction }: EnqueueJob) => [
      ...(orderingKey === undefined ? [] : ['ordering']),
      ...(transaction === undefined ? [] : ['transaction']),
    ],
    personal,
  },
  get: { repeat: 'safe', summary: 'Read a job', input: schema.jobSchema },
  claim: { repeat: 'never', summary: 'Take jobs whose time has come', input: schema.claimSchema },
  renew: { repeat: 'natural', summary: 'Hold a job for longer', input: schema.renewSchema },
  complete: { repeat: 'natural', summary: 'End a job that was done', input: schema.heldSchema },
  retry: { repeat: 'natural', summary: 'Give a job back', input: schema.retrySchema, personal },
  bury: { repeat: 'natural', summary: 'Give a job up', input: schema.burySchema, personal },
  stats: { repeat: 'safe', summary: 'Count the jobs of a queue', input: schema.queueSchema },
  'dead.list': { repeat: 'safe', pages: true, summary: 'List dead jobs', input: schema.queueSchema },
  'dead.redrive': { repeat: 'natural', summary: 'Give a dead job a new life', input: schema.jobSchema },
  'dead.discard': { repeat: 'natural', summary: 'Forget a dead job', input: schema.jobSchema },
} as const satisfies Contract<JobsApi>['operations'];
