import type { CallOptions } from '../call.ts';
import type { OperationName, Repeat } from '../contract.ts';
import type { Integration } from '../integration.ts';
import { assert, fieldsOf } from './assert.ts';
import type { Ending, FaultName } from './fault-table.ts';

/** How one operation is called: what the generated cases know of it. */
export interface Recipe<S, I = unknown, N extends string = string, T extends string = string> {
  /** Makes what must exist before, and the input of a call that succeeds. */
  prepare(scene: S): Promise<I>;
  /** An input of the right form that needs nothing: its ids name nothing. */
  blind(scene: S): I;
  /** What `prepare` needs beside the operation. */
  readonly operations?: readonly N[];
  readonly traits?: readonly T[];
  /** `blind` names nothing that has to exist, so it is no `not_found`. */
  readonly accepts?: true;
  /** It answers with nothing. */
  readonly silent?: true;
  /** Fields of the input with what is private in them, to look for in errors. */
  readonly personal?: object;
  /** It needs no credential of the application, so it knows no wrong one. */
  readonly public?: true;
  /** It never makes a request, at any provider. */
  readonly offline?: true;
  /** Where it is composed: how its first request that writes repeats, if not as the operation does. */
  readonly repeat?: Repeat;
  /** Where a fault ends otherwise than the table says; `false`: the fault says nothing about this operation. */
  readonly endings?: Readonly<Partial<Record<FaultName, Ending | false>>>;
  /** How it is called where that is not `(input, options)`. Given any input, be it misshapen. */
  readonly call?: (scene: S, input: Readonly<Record<string, unknown>>, options: CallOptions) => unknown;
}

/** Every operation of a category with the way to call it. */
export type Recipes<Api, S, T extends string = string> = {
  readonly [N in OperationName<Api>]: Recipe<S, InputOf<Api, N>, OperationName<Api>, T>;
};

/** What an operation of a nested interface takes. */
export type InputOf<Api, N extends string> =
  MethodOf<Api, N> extends (input: infer I, ...rest: never[]) => unknown ? NonNullable<I> : never;

type MethodOf<Api, N> = N extends keyof Api
  ? Api[N]
  : N extends `${infer G}.${infer M}`
    ? G extends keyof Api
      ? M extends keyof Api[G]
        ? Api[G][M]
        : never
      : never
    : never;

/** Calls an operation by its name, as a dynamic caller does; of a list it fetches the first page. */
export async function invoke(
  facade: Integration,
  operation: string,
  input: unknown,
  options?: CallOptions,
): Promise<unknown> {
  return firstPage(methodOf(facade, operation)(input, options));
}

/** The function that an operation's name leads to. */
export function methodOf(facade: Integration, operation: string): Method {
  const [group = '', member] = operation.split('.');
  const outer: unknown = Reflect.get(facade, group);
  const method = member === undefined ? outer : fieldsOf(outer)[member];
  assert(isMethod(method), `${facade.category}.${operation} is a function`);
  return method;
}

type Method = (...given: readonly unknown[]) => unknown;

/** What a call resolves to; of a list its first page. */
export async function firstPage(called: unknown): Promise<unknown> {
  const result: unknown = await called;
  const { page } = fieldsOf(result);
  return isMethod(page) ? page() : result;
}

function isMethod(value: unknown): value is Method {
  return typeof value === 'function';
}
