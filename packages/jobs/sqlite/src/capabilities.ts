import type { JobsCapabilities } from '@patchbay/jobs';

/** What jobs in a SQLite file can do: everything, for the processes of one machine. */
export const capabilities = {
  provider: 'sqlite',
  embedded: true,
  operations: {
    enqueue: 'native',
    get: 'native',
    claim: 'native',
    renew: 'native',
    complete: 'native',
    retry: 'native',
    bury: 'native',
    stats: 'native',
    'dead.list': 'native',
    'dead.redrive': 'native',
    'dead.discard': 'native',
  },
  traits: {
    durable: true,
    'shared.processes': true,
    'shared.machines': false,
    ordering: true,
    transaction: true,
  },
  idempotency: { kind: 'none' },
} as const satisfies JobsCapabilities;
