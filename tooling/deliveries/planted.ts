import type { Jobs } from '@patchbay/jobs';
import type { State } from '@patchbay/state';

interface Kept {
  readonly state: State<'get' | 'put' | 'putIfAbsent' | 'cas' | 'list'>;
  readonly jobs: Jobs<'enqueue' | 'dead.redrive' | 'stats'>;
}

/** Stores that know nothing again: what comes twice is taken for new twice. */
export function withoutDedupe({ state, jobs }: Kept): Kept {
  return {
    state: lying<Kept['state']>(state, {
      get: async () => undefined,
      putIfAbsent: async ({ value }) => ({ isNew: true, value }),
      cas: async () => ({ isSwapped: true }),
    }),
    jobs: lying<Kept['jobs']>(jobs, {
      enqueue: (job) => jobs.enqueue({ ...job, id: crypto.randomUUID() }),
    }),
  };
}

function lying<T extends object>(facade: T, lies: Partial<T>): T {
  const honest: Record<string, PropertyDescriptor> = Object.getOwnPropertyDescriptors(facade);
  const prototype = Reflect.getPrototypeOf(facade);
  return Object.create(prototype, {
    ...honest,
    ...Object.getOwnPropertyDescriptors(lies),
  }) as T;
}
