import type { Recipes } from '@patchbay/core/conformance';
import { fieldsOf } from '@patchbay/core/conformance';
import type { JobsApi } from '../api.ts';
import type { JobsTrait } from '../capabilities.ts';
import type { JobsScene } from './scene.ts';

/** What somebody told us: none of it may appear in an error. */
export const personal = { text: 'For Ada Augusta Lovelace' } as const;

const accepts = true;
const queue = 'cases';
const payload = { greeting: 'a postcard' };
const error = 'The printer is out of paper.';
const leaseMs = 60_000;
const secretError = { error: personal.text };
const unknownJob = { queue, id: 'nobody-wrote-this' };
const unknownHeld = { ...unknownJob, token: 'nobody-has-this' };
const withJob = { accepts, operations: ['enqueue'] } as const;
const withHeld = { accepts, operations: ['enqueue', 'claim'] } as const;
const withDead = { accepts, operations: ['enqueue', 'claim', 'bury'] } as const;

/** Every operation with the way to call it. A job that is not there is no mistake anywhere. */
export const recipes: Recipes<JobsApi, JobsScene, JobsTrait> = {
  enqueue: {
    accepts,
    personal: { payload: { note: personal.text } },
    prepare: async () => ({ queue, payload }),
    blind: () => ({ queue, payload }),
  },
  get: { ...withJob, prepare: (scene) => scene.made(queue), blind: () => unknownJob },
  claim: {
    ...withJob,
    prepare: async (scene) => {
      await scene.made(queue);
      return { queue, limit: 10, leaseMs };
    },
    blind: () => ({ queue, limit: 10, leaseMs }),
  },
  renew: {
    ...withHeld,
    prepare: async (scene) => ({ ...(await scene.held(queue, leaseMs)), leaseMs }),
    blind: () => ({ ...unknownHeld, leaseMs }),
  },
  complete: { ...withHeld, prepare: (scene) => scene.held(queue, leaseMs), blind: () => unknownHeld },
  retry: {
    ...withHeld,
    personal: secretError,
    prepare: async (scene) => ({ ...(await scene.held(queue, leaseMs)), delayMs: 60_000, error }),
    blind: () => ({ ...unknownHeld, delayMs: 60_000, error }),
  },
  bury: {
    ...withHeld,
    personal: secretError,
    prepare: async (scene) => ({ ...(await scene.held(queue, leaseMs)), error }),
    blind: () => ({ ...unknownHeld, error }),
  },
  stats: {
    ...withJob,
    prepare: (scene) => scene.made(queue).then(() => ({ queue })),
    blind: () => ({ queue }),
  },
  'dead.list': {
    ...withDead,
    prepare: (scene) => scene.buried(queue).then(() => ({ queue })),
    blind: () => ({ queue }),
  },
  'dead.redrive': { ...withDead, prepare: (scene) => scene.buried(queue), blind: () => unknownJob },
  'dead.discard': { ...withDead, prepare: (scene) => scene.buried(queue), blind: () => unknownJob },
};

/** What tells whether two answers are about the same thing. */
export function identity(answer: unknown): unknown {
  const { id, items } = fieldsOf(answer);
  return id ?? items ?? answer;
}
