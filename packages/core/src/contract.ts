import type { Call, CallOptions } from './call.ts';
import type { Integration, Native } from './integration.ts';
import type { Kit } from './setup.ts';
import type { Schema } from './standard-schema.ts';

/**
 * What a repeat of an operation does. `safe`: a read. `natural`: harmless, as to set or delete a thing again. `keyed`:
 * harmless when the vendor honours an idempotency key. `never`: a second effect.
 */
export type Repeat = 'safe' | 'natural' | 'keyed' | 'never';

/** One row of a contract's table of operations. The table drives everything that is not hand-written. */
export interface OperationSpec {
  readonly repeat: Repeat;
  /** One line for documentation and the command line. */
  readonly summary: string;
  /**
   * Validates the input once, before any I/O. A bare id or key is turned into an object first where `bare` names it.
   */
  readonly input?: Schema;
  /** The input may be this field alone: the bare id, the bare key. */
  readonly bare?: 'id' | 'key' | 'email';
  /** Writes of money: `idempotencyKey` is required and the attempt timeout is `policy.moneyTimeoutMs`. */
  readonly money?: true;
  /** Returns pages. */
  readonly pages?: true;
  /** The traits that this input needs; one that the provider lacks is `unsupported` before any I/O. */
  readonly traits?: (input: never) => readonly string[];
  /** It asks about another call, which its input names by `operation` and `idempotencyKey`. */
  readonly aboutKey?: true;
  /** Keys whose strings are personal data and never appear in an error. */
  readonly personal?: readonly string[];
}

type Fn = (...args: never[]) => unknown;

/** `'create' | 'list' | 'refunds.create' | …`: the names of the functions of a nested interface. */
export type OperationName<Api> = {
  [K in keyof Api & string]: Api[K] extends Fn ? K : `${K}.${keyof Api[K] & string}`;
}[keyof Api & string];

type Signature<Api, N> = N extends keyof Api
  ? Api[N]
  : N extends `${infer G}.${infer M}`
    ? G extends keyof Api
      ? M extends keyof Api[G]
        ? Api[G][M]
        : never
      : never
    : never;

/** What an adapter offers for one operation: one request, several (not atomic), or nothing. */
export type Support = 'native' | 'composed' | false;

/** How the vendor treats idempotency keys. `none`: keyed writes are not repeated on an unknown outcome. */
export interface IdempotencySupport {
  /** `native`: the vendor takes a key with a write and has one effect per key. */
  readonly kind: 'native' | 'none';
  /** How long the vendor remembers a key. */
  readonly ttlHours?: number;
  /** Longest key that the vendor takes; core's hashed keys are cut to it. */
  readonly maxLength?: number;
}

/** What one provider can do: one `as const satisfies …Capabilities` object per adapter. */
export interface Capabilities<Api> {
  readonly provider: string;
  readonly operations: { readonly [N in OperationName<Api>]: Support };
  readonly traits: Readonly<Record<string, boolean>>;
  readonly idempotency: IdempotencySupport;
  /** Runs in this process, needs no account; refuses production where it handles money or identity. */
  readonly embedded?: boolean;
}

declare const missing: unique symbol;
/** The provider has no such operation: a call does not compile, and the message says which is missing. */
export interface Unsupported<Provider, Operation> {
  readonly [missing]: readonly [Provider, Operation];
}

/** An operation that is younger than the adapter is one that it does not have. */
type SupportOf<C extends AnyCapabilities, N> = N extends keyof C['operations'] ? C['operations'][N] : false;

type Gate<C extends AnyCapabilities, N, F> =
  false extends SupportOf<C, N> ? Unsupported<C['provider'], N> : F;

/** The operations of one vendor, or (`C` a union) of a group: what any member lacks is `Unsupported`. */
export type Facade<Api, C extends AnyCapabilities> =
  false extends SupportOf<C, OperationName<Api>>
    ? {
        readonly [K in keyof Api]: Api[K] extends Fn
          ? Gate<C, K, Api[K]>
          : { readonly [M in keyof Api[K]]: Gate<C, `${K & string}.${M & string}`, Api[K][M]> };
      }
    : Api;

/** Any provider that has the operations `N`. Every facade that has them is assignable. */
export type Portable<Api, N> = {
  readonly [K in keyof Api as N extends K | `${K & string}.${string}` ? K : never]: Api[K] extends Fn
    ? Api[K]
    : { readonly [M in keyof Api[K] as `${K & string}.${M & string}` extends N ? M : never]: Api[K][M] };
};

/** One page of a list; `next` is the cursor of the page after it. */
export interface Page<T> {
  /** In the order of the vendor. */
  readonly items: readonly T[];
  /** Cursor of the next page; absent on the last one. */
  readonly next?: string;
}

/** A list: iterate all of it, or take one page. It is not a promise: `return x.list()` stays a list. */
export interface Pages<T> extends AsyncIterable<T> {
  /** One page: the first, or the one that `next` of another page names. */
  page(cursor?: string): Promise<Page<T>>;
}

type Result<F> = F extends (...args: never[]) => infer R
  ? R extends Pages<infer T>
    ? Promise<Page<T>>
    : R
  : never;
type Input<F> = F extends (input: infer I, ...rest: never[]) => unknown ? DriverInput<NonNullable<I>> : never;
/** Drivers get the object form where users may pass the bare id. */
type DriverInput<I> = Extract<I, object> extends never ? I : Extract<I, object>;

/** What an adapter implements: one plain async function per operation that it has. */
export type Driver<Api, C extends Capabilities<Api>> = {
  readonly [N in OperationName<Api> as C['operations'][N] extends false ? never : N]: (
    input: Input<Signature<Api, N>>,
    call: Call,
  ) => Result<Signature<Api, N>>;
};

/** What application code says it needs; configuration says who provides it. */
export interface Requirement<F> {
  readonly category: string;
  /** Names as in `refunds.create`. */
  readonly operations: readonly string[];
  readonly traits: readonly string[];
  /** Further problems of a provider, one sentence each. */
  readonly problems: (capabilities: AnyCapabilities) => readonly string[];
  /** Type only: what `connect` hands over. */
  readonly facade?: F;
}

/** Capabilities of any provider of any category, as read at run time. */
export interface AnyCapabilities {
  readonly provider: string;
  readonly operations: Readonly<Record<string, Support>>;
  readonly traits: Readonly<Record<string, boolean>>;
  readonly idempotency: IdempotencySupport;
  readonly embedded?: boolean;
}

/**
 * A category as data. `Api` is the hand-written interface of operations, `Methods` what the category writes once
 * over them, `Parts` what an adapter declares outside the pipeline (`webhook`, …).
 */
export interface Contract<Api, Methods extends object = object, Parts extends object = object> {
  readonly category: string;
  readonly operations: { readonly [N in OperationName<Api>]: OperationSpec };
  /**
   * Fields of inputs and answers that hold a vendor's id: in a failover group an id says whose it is. Default: `id`.
   */
  readonly ids?: readonly string[];
  /** What an event of the category tells of the write that made its object; a ledger settles the write by it. */
  readonly proofOf?: (event: never) => Proof | undefined;
  readonly methods: (base: MethodsBase<Api, Parts>) => Methods;
}

/** That a write had its effect. */
export interface Proof {
  /** The key that went to the vendor with the write. */
  readonly vendorKey: string;
  /** What the write made; absent where the event does not bring it. */
  readonly result?: unknown;
}

/** What a contract's methods are built on. @sealed */
export interface MethodsBase<Api, Parts> {
  /** All operations; those that the provider lacks throw `unsupported`. */
  readonly operations: Api;
  readonly integration: Integration & Native<unknown>;
  /** The instance's clock and its kind. */
  readonly kit: Kit;
  /** The adapter's declared parts; one that it lacks is `undefined`. */
  readonly parts: Partial<Parts>;
}

/** A list's call options: `limit` is the page size. */
export interface ListOptions extends CallOptions {
  /** Items per page. Default and most: the vendor's. */
  readonly limit?: number;
}
