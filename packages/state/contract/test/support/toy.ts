import { type Call, type Driver, defineAdapter, type Kit } from '@patchbay/core';
import { nextCount, type StateApi, type StateCapabilities, type StateOf, state } from '@patchbay/state';
import { virtualClock } from '@patchbay/testing';
import * as z from 'zod';

const capabilities = {
  provider: 'toy',
  operations: {
    get: 'native',
    put: 'native',
    delete: 'native',
    putIfAbsent: 'native',
    cas: 'native',
    increment: 'native',
    list: false,
  },
  traits: { durable: false, 'shared.processes': false, 'shared.machines': false },
  idempotency: { kind: 'none' },
} as const satisfies StateCapabilities;

/** What becomes of a call: `lost_after` it had its effect, `lost_before` it had one. */
export type Fate = 'lost_after' | 'lost_before';

/** A store whose answers can be lost. Records do not end. */
export class ToyStore {
  readonly records = new Map<string, string>();
  /** By operation; each serves one call. */
  readonly fates: { readonly operation: string; readonly fate: Fate }[] = [];
  readonly calls: string[] = [];

  /** Plans the fate of the next call of an operation. */
  lose(operation: string, fate: Fate): void {
    this.fates.push({ operation, fate });
  }

  run<T>(operation: string, call: Call, { transport }: Kit, apply: () => T): T {
    this.calls.push(operation);
    const sending = transport.begin(call.headers);
    const index = this.fates.findIndex((planned) => planned.operation === operation);
    const [planned] = index < 0 ? [] : this.fates.splice(index, 1);
    if (planned?.fate === 'lost_before') throw new Error('The connection is gone.');
    const result = apply();
    if (planned?.fate === 'lost_after') throw new Error('The connection is gone.');
    sending.answered(200);
    return result;
  }
}

const factory = defineAdapter({
  spec: 1,
  contract: state,
  capabilities,
  options: z.strictObject({ store: z.unknown().pipe(z.instanceof(ToyStore)) }),
  client: async ({ store }: { readonly store: ToyStore }, _kit: Kit) => store,
  driver: (store: ToyStore, _options, kit): Driver<StateApi, typeof capabilities> => driver(store, kit),
  toFailure: () => undefined,
  check: async () => undefined,
});

function driver(store: ToyStore, kit: Kit): Driver<StateApi, typeof capabilities> {
  const { records } = store;
  const write = (key: string, value: string | undefined): void => {
    if (value === undefined) records.delete(key);
    else records.set(key, value);
  };
  return {
    get: async ({ key }, call) =>
      store.run('get', call, kit, () => {
        const value = records.get(key);
        return value === undefined ? undefined : { key, value };
      }),
    put: async ({ key, value }, call) => store.run('put', call, kit, () => write(key, value)),
    delete: async ({ key }, call) => store.run('delete', call, kit, () => write(key, undefined)),
    putIfAbsent: async ({ key, value }, call) =>
      store.run('putIfAbsent', call, kit, () => {
        const isNew = !records.has(key);
        if (isNew) write(key, value);
        return { isNew, value: records.get(key) ?? value };
      }),
    cas: async ({ key, expected, value }, call) =>
      store.run('cas', call, kit, () => {
        const isSwapped = records.get(key) === expected;
        if (isSwapped) write(key, value);
        const now = records.get(key);
        return { isSwapped, ...(now !== undefined && { value: now }) };
      }),
    increment: async ({ key, by = 1 }, call) =>
      store.run('increment', call, kit, () => {
        const value = nextCount(records.get(key), by);
        write(key, String(value));
        return { value };
      }),
  };
}

/** A store, a facade over it and its clock. */
export function setUp(): {
  readonly store: ToyStore;
  readonly state: StateOf<typeof capabilities>;
  readonly clock: ReturnType<typeof virtualClock>;
} {
  const [store, clock] = [new ToyStore(), virtualClock()];
  return { store, clock, state: factory({ store }, { clock, policy: { retry: false } }) };
}
