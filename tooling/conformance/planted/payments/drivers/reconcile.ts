import type { Integration, Reconciled } from '@patchbay/core';
import { fieldsOf, methodOf } from '@patchbay/core/conformance';
import type { Payment, ReconcileWrite } from '@patchbay/payments';
import { answers, type Method, replace } from '../../broken.ts';
import type { PaymentsDefect, PaymentsDriver } from '../broken.ts';
import { outgoing, overFetch } from '../wire.ts';

type Found = Reconciled<Payment>;
type Ask = (input: ReconcileWrite, options?: unknown) => Promise<Found>;

/** Defects in finding out what became of a write. */
export const reconcileDrivers: readonly PaymentsDriver[] = [
  {
    id: 'finds-nothing',
    what: 'says of every write that it is not applied',
    caughtBy: 'contract.reconcile.finds_create',
    on: 'sandbox',
    defect: answers<Found>('reconcile', () => ({ outcome: 'not_applied' })),
  },
  {
    id: 'finds-the-newest',
    what: 'brings the newest payment, whoever made it',
    caughtBy: 'contract.reconcile.finds_create',
    on: 'sandbox',
    defect: asking((ask, payments) => async (input) => {
      const found = await ask(input);
      const newest = found.outcome === 'applied' ? await newestOf(payments) : undefined;
      return newest === undefined ? found : { outcome: 'applied', result: newest };
    }),
  },
  {
    id: 'finds-what-is-not-there',
    what: 'takes the newest payment for one that it does not find',
    caughtBy: 'contract.reconcile.knows_no_key_that_was_not_used',
    on: 'sandbox',
    defect: asking((ask, payments) => async (input) => {
      const found = await ask(input);
      const newest = found.outcome === 'applied' ? undefined : await newestOf(payments);
      return newest === undefined ? found : { outcome: 'applied', result: newest };
    }),
  },
  {
    id: 'reconcile-ignores-the-operation',
    what: 'looks for a payment, whatever write it is asked about',
    caughtBy: 'contract.reconcile.tells_operations_apart',
    on: 'sandbox',
    defect: asking((ask) => (input) => ask({ ...input, operation: 'create' })),
  },
  {
    id: 'failed-is-not-applied',
    what: 'says of a declined payment that it is not applied',
    caughtBy: 'contract.reconcile.finds_a_declined_payment',
    on: 'sandbox',
    defect: answers<Found>('reconcile', (found) =>
      found.outcome === 'applied' && found.result.status === 'failed' ? { outcome: 'not_applied' } : found,
    ),
  },
  {
    id: 'brings-the-first-answer',
    what: 'brings what the write answered at the time',
    caughtBy: 'contract.reconcile.brings_it_as_it_is_now',
    on: 'sandbox',
    defect: remembering((first, ask) => async (input) => {
      const made = first.get(input.idempotencyKey);
      return made === undefined ? ask(input) : { outcome: 'applied', result: (await made.answer) as Payment };
    }),
  },
  {
    id: 'forgets-with-the-key',
    what: 'says of a forgotten key that its write is not applied',
    caughtBy: 'contract.reconcile.finds_it_when_the_key_is_forgotten',
    on: 'sandbox',
    defect: {
      facade: (payments, { clock }) =>
        replace(payments, 'reconcile', (original) => async (input) => {
          const { since } = input as ReconcileWrite;
          return clock.now() - since.getTime() > 86_400_000 ? { outcome: 'not_applied' } : original(input);
        }),
    },
  },
  {
    id: 'makes-it-again',
    what: 'makes the write again under its key to see what comes',
    caughtBy: 'contract.reconcile.finds_create',
    on: 'stripe',
    defect: remembering((first, ask, create) => async (input) => {
      const made = first.get(input.idempotencyKey);
      if (made === undefined) return ask(input);
      return { outcome: 'applied', result: (await create(...made.given)) as Payment };
    }),
  },
  {
    id: 'looks-at-the-first-page',
    what: 'looks for a write on the first page only',
    caughtBy: 'contract.reconcile.finds_it_behind_many_others',
    on: 'stripe',
    defect: { planted: overFetch((next) => async (...request) => asLastPage(await next(...request))) },
  },
  {
    id: 'since-counted-wrong',
    what: 'looks for refunds only after the moment that it is given, an hour off',
    caughtBy: 'resilience.reconcile.finds_a_lost_refund',
    on: 'stripe',
    defect: {
      planted: outgoing(({ url, method, form }) => {
        if (method === 'GET' && url.pathname === '/v1/refunds' && form.has('created[gte]'))
          form.set('created[gte]', String(Number(form.get('created[gte]')) + 3600));
      }),
    },
  },
  {
    id: 'lost-is-applied',
    what: 'takes every write whose answer was lost for applied',
    caughtBy: 'resilience.reconcile.finds_no_payment_that_never_arrived',
    on: 'stripe',
    defect: answers<Found>('reconcile', (found) =>
      found.outcome === 'applied' ? found : { outcome: 'applied', result: {} },
    ),
  },
  {
    id: 'finds-less-than-there-is',
    what: 'finds a payment less complete than it is',
    caughtBy: 'contract.reconcile.finds_create',
    on: 'stripe',
    defect: answers<Found>('reconcile', (found) => {
      if (found.outcome !== 'applied') return found;
      const { paymentMethodId: _dropped, ...result } = found.result;
      return { outcome: 'applied', result };
    }),
  },
];

/** `reconcile` asks otherwise. */
export function asking(change: (ask: Ask, payments: Integration) => Ask): PaymentsDefect {
  return {
    facade: (payments) =>
      replace(payments, 'reconcile', (original) => {
        const broken = change((...given) => original(...given) as Promise<Found>, payments);
        return (input, options) => broken(input as ReconcileWrite, options);
      }),
  };
}

type First = ReadonlyMap<string, { readonly given: readonly unknown[]; readonly answer: unknown }>;

/** `reconcile` goes by what it remembers of the calls of `create`. */
export function remembering(change: (first: First, ask: Ask, create: Method) => Ask): PaymentsDefect {
  return {
    facade: (payments, subject) => {
      const first = new Map<string, { readonly given: readonly unknown[]; readonly answer: unknown }>();
      const watched = replace(payments, 'create', (original) => (...given) => {
        const answer = original(...given);
        first.set(String(fieldsOf(given[1])['idempotencyKey']), { given, answer });
        return answer;
      });
      const broken = asking((ask) => change(first, ask, methodOf(payments, 'create')));
      return broken.facade?.(watched as typeof payments, subject) ?? watched;
    },
  };
}

async function newestOf(payments: Integration): Promise<Payment | undefined> {
  const { list } = payments as unknown as { list(): { page(): Promise<{ readonly items: readonly Payment[] }> } };
  return (await list().page()).items[0];
}

async function asLastPage(response: Response): Promise<Response> {
  if (!response.ok) return response;
  const body = fieldsOf(await response.json());
  const { headers, status } = response;
  return Response.json(body['object'] === 'list' ? { ...body, has_more: false } : body, {
    status,
    headers: { 'request-id': headers.get('request-id') ?? '' },
  });
}
