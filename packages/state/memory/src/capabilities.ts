import type { StateCapabilities } from '@patchbay/state';

/** What the state in memory can do: everything, within one process. */
export const capabilities = {
  provider: 'memory',
  embedded: true,
  operations: {
    get: 'native',
    put: 'native',
    delete: 'native',
    putIfAbsent: 'native',
    cas: 'native',
    increment: 'native',
    list: 'native',
  },
  traits: { durable: false, 'shared.processes': false, 'shared.machines': false },
  idempotency: { kind: 'none' },
} as const satisfies StateCapabilities;
