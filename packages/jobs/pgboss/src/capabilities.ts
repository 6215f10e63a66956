import type { JobsCapabilities } from '@patchbay/jobs';

/** What jobs in pg-boss can do: everything, for all machines that reach the database. */
export const capabilities = {
  provider: 'pgboss',
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
    'shared.machines': true,
    ordering: true,
    transaction: true,
  },
  idempotency: { kind: 'none' },
} as const satisfies JobsCapabilities;
