import type { StateCapabilities } from '@patchbay/state';

/** What the state in Postgres can do: everything, for all machines that reach the database. */
export const capabilities = {
  provider: 'postgres',
  operations: {
    get: 'native',
    put: 'native',
    delete: 'native',
    putIfAbsent: 'native',
    cas: 'native',
    increment: 'native',
    list: 'native',
  },
  traits: { durable: true, 'shared.processes': true, 'shared.machines': true },
  idempotency: { kind: 'none' },
} as const satisfies StateCapabilities;
