import type { JobsCapabilities } from '@patchbay/jobs';

/** What jobs on BullMQ can do. Whether a job outlives the server is the server’s choice. */
export const capabilities = {
  provider: 'bullmq',
  operations: {
    enqueue: 'native',
    get: 'native',
    claim: 'composed',
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
    'shared.processes': true,
    'shared.machines': true,
    ordering: true,
    transaction: false,
  },
  idempotency: { kind: 'none' },
} as const satisfies JobsCapabilities;
