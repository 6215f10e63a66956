import { type AnyCapabilities, type Integration, withRaw } from '@patchbay/core';
import { type BaseSubject, fieldsOf, type Harness, methodOf, type Planted } from '@patchbay/core/conformance';

/** An adapter with one defect, and the case that must notice it. */
export interface BrokenDriver<
  Subject extends BaseSubject = BaseSubject,
  C extends AnyCapabilities = AnyCapabilities,
> {
  readonly id: string;
  /** What is broken, in a few words. */
  readonly what: string;
  /** Id of the case that must fail; `*` stands for any characters. */
  readonly caughtBy: string;
  /** Provider of the working adapter that is broken: the fastest one that shows the defect. */
  readonly on: string;
  readonly defect: Defect<Subject, C>;
}

/** Where the defect sits. */
export interface Defect<
  Subject extends BaseSubject = BaseSubject,
  C extends AnyCapabilities = AnyCapabilities,
> {
  /** Between core and the provider's wire. */
  readonly planted?: Planted<Subject['facade']>;
  /** Between the application and core. */
  facade?(facade: Subject['facade'], subject: Subject): Integration;
  /** What the adapter says of itself. */
  capabilities?(capabilities: C): C;
}

/** A defect between the application and core that any category may have. */
export interface FacadeDefect {
  facade(facade: Integration, subject: BaseSubject): Integration;
}

/** A way to break things that breaks nothing: no case may notice it, else it was the way that was noticed. */
export type Harmless<
  Subject extends BaseSubject = BaseSubject,
  C extends AnyCapabilities = AnyCapabilities,
> = Pick<BrokenDriver<Subject, C>, 'id' | 'on' | 'defect'>;

/** A harness over an adapter with one defect. */
export function breakHarness(harness: Harness, defect: Defect): Harness {
  return {
    ...harness,
    capabilities: defect.capabilities?.(harness.capabilities) ?? harness.capabilities,
    async start(options) {
      const subject = await harness.start({ ...options, ...(defect.planted && { planted: defect.planted }) });
      return defect.facade ? { ...subject, facade: defect.facade(subject.facade, subject) } : subject;
    },
  };
}

export type Method = (...given: readonly unknown[]) => unknown;

/** A facade in which one operation, for example `refunds.create`, is another. */
export function replace(
  facade: Integration,
  operation: string,
  make: (original: Method) => Method,
): Integration {
  const [group = '', member] = operation.split('.');
  const changed = make(methodOf(facade, operation));
  const outer: unknown = Reflect.get(facade, group);
  return { ...facade, [group]: member === undefined ? changed : { ...fieldsOf(outer), [member]: changed } };
}

/** What an operation resolves to is another object. */
export function answers<T extends object>(operation: string, change: (value: T) => object): FacadeDefect {
  return {
    facade: (facade) =>
      replace(facade, operation, (original) => async (...given) => {
        // What the operation resolves to, as its signature says.
        const value = (await original(...given)) as T & { readonly raw?: unknown };
        return keepRaw(value, change(value));
      }),
  };
}

/** What a list yields is changed, item by item or page by page. */
export function pages<T>(operation: string, change: (items: readonly T[]) => readonly unknown[]): FacadeDefect {
  return {
    facade: (facade) =>
      replace(facade, operation, (original) => (...given) => {
        const list = original(...given) as {
          page(cursor?: string): Promise<{ readonly items: readonly T[]; readonly next?: string }>;
        };
        const page = async (cursor?: string) => {
          const { items, ...rest } = await list.page(cursor);
          return { ...rest, items: change(items) };
        };
        return { page, [Symbol.asyncIterator]: () => iterate(page) };
      }),
  };
}

async function* iterate<T>(
  page: (cursor?: string) => Promise<{ readonly items: readonly T[]; readonly next?: string }>,
) {
  let current = await page();
  yield* current.items;
  while (current.next !== undefined) {
    current = await page(current.next);
    yield* current.items;
  }
}

/** Every error of some operations is another one. */
export function everyError(
  operations: readonly string[],
  change: (error: unknown, subject: BaseSubject) => unknown,
): FacadeDefect {
  return {
    facade: (facade, subject) =>
      operations.reduce(
        (broken, operation) =>
          replace(broken, operation, (original) => async (...given) => {
            try {
              return await original(...given);
            } catch (error) {
              throw change(error, subject);
            }
          }),
        facade,
      ),
  };
}

function keepRaw(value: { readonly raw?: unknown }, changed: object): object {
  return 'raw' in changed || value.raw === undefined ? changed : withRaw(changed, value.raw);
}
