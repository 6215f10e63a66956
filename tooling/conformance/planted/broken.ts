import { withRaw } from '@patchbay/core';
import type { Payment } from '@patchbay/payments';
import type { AnyPayments, PaymentsHarness, PaymentsSubject, Planted } from '@patchbay/payments/conformance';

/** An adapter with one defect, and the case that must notice it. */
export interface BrokenDriver {
  readonly id: string;
  /** What is broken, in a few words. */
  readonly what: string;
  /** Id of the case that must fail; `*` stands for any characters. */
  readonly caughtBy: string;
  /** The working adapter that is broken: the fastest one that shows the defect. */
  readonly on: 'sandbox' | 'stripe';
  readonly defect: Defect;
}

/** Where the defect sits. */
export interface Defect {
  /** Between core and the provider's wire. */
  readonly planted?: Planted;
  /** Between the application and core. */
  readonly payments?: (payments: AnyPayments, subject: PaymentsSubject) => AnyPayments;
  /** What the adapter says of itself. */
  readonly capabilities?: (capabilities: PaymentsHarness['capabilities']) => PaymentsHarness['capabilities'];
}

/** A harness over an adapter with one defect. */
export function breakHarness(harness: PaymentsHarness, defect: Defect): PaymentsHarness {
  return {
    ...harness,
    capabilities: defect.capabilities?.(harness.capabilities) ?? harness.capabilities,
    async start(options) {
      const subject = await harness.start({ ...options, ...(defect.planted && { planted: defect.planted }) });
      return defect.payments ? { ...subject, payments: defect.payments(subject.payments, subject) } : subject;
    },
  };
}

export type Method = (...given: readonly unknown[]) => unknown;

/** A facade in which one operation, for example `refunds.create`, is another. */
export function replace(
  payments: AnyPayments,
  operation: string,
  make: (original: Method) => Method,
): AnyPayments {
  const [group = '', member] = operation.split('.');
  const outer: unknown = Reflect.get(payments, group);
  const changed =
    member === undefined
      ? make(toMethod(outer))
      : { ...fieldsOf(outer), [member]: make(toMethod(fieldsOf(outer)[member])) };
  return { ...payments, [group]: changed };
}

/** The own fields of what an operation takes or gives. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function toMethod(value: unknown): Method {
  if (isMethod(value)) return value;
  throw new TypeError('There is no such operation to break.');
}

function isMethod(value: unknown): value is Method {
  return typeof value === 'function';
}

/** What an operation resolves to is another object. */
export function answers<T extends object>(operation: string, change: (value: T) => object): Defect {
  return {
    payments: (payments) =>
      replace(payments, operation, (original) => async (...given) => {
        // What the operation resolves to, as its signature says.
        const value = (await original(...given)) as T & { readonly raw?: unknown };
        return keepRaw(value, change(value));
      }),
  };
}

/** What a list yields is changed, item by item or page by page. */
export function pages<T>(operation: string, change: (items: readonly T[]) => readonly unknown[]): Defect {
  return {
    payments: (payments) =>
      replace(payments, operation, (original) => (...given) => {
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

const paymentOperations = ['create', 'confirm', 'capture', 'cancel', 'get'] as const;

/** Every payment that the facade hands out is changed. */
export function everyPayment(change: (payment: Payment) => object): Defect {
  return {
    payments: (payments, subject) =>
      paymentOperations.reduce(
        (facade, name) => answers(name, change).payments?.(facade, subject) ?? facade,
        payments,
      ),
  };
}

/** Every error of some operations is another one. */
export function everyError(
  operations: readonly string[],
  change: (error: unknown, subject: PaymentsSubject) => unknown,
): Defect {
  return {
    payments: (payments, subject) =>
      operations.reduce(
        (facade, operation) =>
          replace(facade, operation, (original) => async (...given) => {
            try {
              return await original(...given);
            } catch (error) {
              throw change(error, subject);
            }
          }),
        payments,
      ),
  };
}

function keepRaw(value: { readonly raw?: unknown }, changed: object): object {
  return 'raw' in changed || value.raw === undefined ? changed : withRaw(changed, value.raw);
}
