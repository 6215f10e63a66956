import type { StateCapabilities } from '@patchbay/state';
import type { AnyState, StateSubject } from '@patchbay/state/conformance';
import { type BrokenDriver, type Defect, type FacadeDefect, type Harmless, type Method, replace } from '../broken.ts';

export type StateDriver = BrokenDriver<StateSubject, StateCapabilities>;
export type StateDefect = Defect<StateSubject, StateCapabilities>;
export type StateHarmless = Harmless<StateSubject, StateCapabilities>;
export type Fields = Readonly<Record<string, unknown>>;

/** A defect with its names, on the provider in memory. */
export function driver(id: string, what: string, caughtBy: string, defect: StateDefect): StateDriver {
  return { id, what, caughtBy, on: 'memory', defect };
}

/** One operation, or method, is done otherwise. */
export function instead(operation: string, make: (state: AnyState, original: Method) => Method): StateDefect {
  return { facade: (state) => replace(state, operation, (original) => make(state, original)) };
}

/** The input of some operations is another one. */
export function inputs(operations: readonly string[], change: (input: Fields) => unknown): FacadeDefect {
  return {
    facade: (facade) =>
      operations.reduce(
        (broken, operation) =>
          replace(broken, operation, (original) => (input, ...rest) => original(change(toFields(input)), ...rest)),
        facade,
      ),
  };
}

/** What an operation resolves to is another thing. */
export function results(operation: string, change: (result: Fields | undefined) => unknown): StateDefect {
  return instead(operation, (_state, original) => async (...given) => {
    const result: unknown = await original(...given);
    return change(result === undefined ? undefined : { ...Object(result) });
  });
}

/** The input as an object, also where it is the bare key. */
export function toFields(input: unknown): Fields {
  return typeof input === 'string' ? { key: input } : { ...Object(input) };
}

/** Every operation that has a key. */
export const keyed = ['get', 'put', 'delete', 'putIfAbsent', 'cas', 'increment'] as const;

/** Every key is another one. */
export function keys(change: (key: string) => string): FacadeDefect {
  return inputs(keyed, ({ key, ...rest }) => ({ ...rest, key: typeof key === 'string' ? change(key) : key }));
}

/** Every value that is written is another one. */
export function values(change: (value: string) => string): FacadeDefect {
  return inputs(['put', 'putIfAbsent', 'cas'], (input) => {
    const { value } = input;
    return typeof value === 'string' ? { ...input, value: change(value) } : input;
  });
}

/** The text in a field of an input; the cases give it. */
export function textOf(input: unknown, field: string): string {
  return String(toFields(input)[field]);
}

/** A life in an input, ready to be given on. */
export function lifeOf(input: unknown): { readonly ttlMs?: number } {
  const { ttlMs } = toFields(input);
  return typeof ttlMs === 'number' ? { ttlMs } : {};
}
