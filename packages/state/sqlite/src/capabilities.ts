import type { StateCapabilities } from '@patchbay/state';

/** What the state in a SQLite file can do: everything, for the processes of one machine. */
export const capabilities = {
  provider: 'sqlite',
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
  traits: { durable: true, 'shared.processes': true, 'shared.machines': false },
  idempotency: { kind: 'none' },
} as const satisfies StateCapabilities;
