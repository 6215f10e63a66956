import type { StateCapabilities } from '@patchbay/state';

/**
 * What the state on Redis can do: everything, for all machines. Whether a write outlives the server is the server's
 * choice.
 */
export const capabilities = {
  provider: 'redis',
  operations: {
    get: 'native',
    put: 'native',
    delete: 'native',
    putIfAbsent: 'native',
    cas: 'native',
    increment: 'native',
    list: 'native',
  },
  traits: { durable: false, 'shared.processes': true, 'shared.machines': true },
  idempotency: { kind: 'none' },
} as const satisfies StateCapabilities;
