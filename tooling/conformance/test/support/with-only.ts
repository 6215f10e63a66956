import { type AdapterDefinition, type Capabilities, defineAdapter, type Setup } from '@patchbay/core';
import type { BaseSubject, Harness } from '@patchbay/core/conformance';

type Rooms<Api, Methods extends object, Parts extends object, C extends Capabilities<Api>, O, Client> = Pick<
  AdapterDefinition<Api, Methods, Parts, C, O, Client>,
  'contract' | 'options' | 'client' | 'driver' | 'toFailure'
>;

/** Harnesses of an adapter that has only some of its operations, and says that it lacks the others. */
export function reduce<
  Api,
  Methods extends object,
  Parts extends object,
  C extends Capabilities<Api>,
  O,
  Client,
  Subject extends BaseSubject,
>(whole: Harness<Subject, C>, rooms: Rooms<Api, Methods, Parts, C, O, Client>) {
  const operations = Object.keys(rooms.contract.operations);
  const withOnly = (declared: readonly string[]): Harness<Subject, C> => {
    const unheardOf = declared.find((name) => !operations.includes(name));
    if (unheardOf !== undefined) throw new Error(`The contract has no operation ${unheardOf}.`);
    const supports = operations.map((name) => [name, declared.includes(name) ? 'native' : false]);
    const capabilities: C = { ...whole.capabilities, operations: Object.fromEntries(supports) };
    const factory = defineAdapter({ ...rooms, spec: 1, capabilities, check: async () => undefined });
    // A dynamic caller sees every operation: what the provider lacks throws `unsupported`.
    const planted = {
      factory: (options: never, setup: Setup) => factory(options, setup) as unknown as Subject['facade'],
    };
    return { provider: 'small', capabilities, start: (options) => whole.start({ ...options, planted }) };
  };
  return { operations, withOnly };
}
