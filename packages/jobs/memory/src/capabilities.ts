import type { JobsCapabilities } from '@patchbay/jobs';

/** What the jobs in memory can do: everything within one process, but for the caller’s transactions. */
export const capabilities = {
  provider: 'memory',
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
    durable: false,
    'shared.processes': false,
    'shared.machines': false,
    ordering: true,
    transaction: false,
  },
  idempotency: { kind: 'none' },
} as const satisfies JobsCapabilities;
