import { facts, type PeerCase, seen } from './compare.ts';
import type { Answer } from './service.ts';
import type { TillService } from './till.ts';

/** What both stripe-stateful-mock and our fake cover: charges, captures, refunds, idempotency keys, customers. */
export const statefulMockCases = {
  'charge.declined': {
    stripe: { http: 402, type: 'card_error', code: 'card_declined', decline: 'generic_decline' },
    run: async ({ till }) => decline(await till.charge({ card: 'declined' })),
  },
  'charge.without_funds': {
    stripe: { http: 402, type: 'card_error', code: 'card_declined', decline: 'insufficient_funds' },
    run: async ({ till }) => decline(await till.charge({ card: 'noFunds' })),
  },
  'charge.too_small': {
    stripe: { http: 400, type: 'invalid_request_error', code: 'amount_too_small', param: 'amount' },
    run: async ({ till }) => facts(await till.charge({ amount: '10' })),
  },
  'charge.too_large': {
    stripe: { http: 400, type: 'invalid_request_error', code: 'amount_too_large', param: 'amount' },
    run: async ({ till }) => facts(await till.charge({ amount: '100000000' })),
  },
  'charge.unknown_currency': {
    stripe: { http: 400, type: 'invalid_request_error', param: 'currency' },
    run: async ({ till }) => facts(await till.charge({ currency: 'zzz' })),
  },
  'capture.part_releases_the_rest': {
    stripe: { captured: 700, refunded: 500 },
    async run({ till: { charge, capture, ledger } }) {
      const { body } = await charge({ amount: '1200', capture: false });
      await capture(idOf(body), '700');
      return sums(await ledger(idOf(body)));
    },
  },
  'refund.parts': {
    stripe: { captured: 1200, refunded: 800 },
    async run({ till: { charge, refund, ledger } }) {
      const id = idOf((await charge({ amount: '1200' })).body);
      await refund(id, '500');
      await refund(id, '300');
      return sums(await ledger(id));
    },
  },
  'refund.too_much': {
    stripe: { http: 400, type: 'invalid_request_error', param: 'amount' },
    async run({ till: { charge, refund } }) {
      const id = idOf((await charge({ amount: '1200' })).body);
      await refund(id, '1000');
      return facts(await refund(id, '300'));
    },
  },
  'refund.twice': {
    stripe: { http: 400, type: 'invalid_request_error', code: 'charge_already_refunded' },
    async run({ till: { charge, refund } }) {
      const id = idOf((await charge({})).body);
      await refund(id);
      return facts(await refund(id));
    },
  },
  'key.replays': {
    stripe: { same: true, replayed: true, refunded: 500 },
    async run({ till: { charge, refund, ledger } }) {
      const id = idOf((await charge({ amount: '1200' })).body);
      const [first, second] = [await refund(id, '500', 'refund-7'), await refund(id, '500', 'refund-7')];
      const { refunded } = sums(await ledger(id));
      return { same: first.body.id === second.body.id, replayed: second.replayed, refunded };
    },
  },
  'key.of_another_refund': {
    stripe: { http: 400, type: 'idempotency_error' },
    async run({ till: { charge, refund } }) {
      const id = idOf((await charge({ amount: '1200' })).body);
      await refund(id, '500', 'refund-7');
      return facts(await refund(id, '300', 'refund-7'));
    },
  },
  'key.replays_a_decline': {
    stripe: { http: 402, replayed: true },
    async run({ till: { charge } }) {
      await charge({ card: 'declined', key: 'order-7' });
      const { http, replayed } = await charge({ card: 'declined', key: 'order-7' });
      return { http, replayed };
    },
  },
  'key.of_an_invalid_request': {
    stripe: { http: 200 },
    async run({ till: { charge } }) {
      await charge({ amount: '10', key: 'order-7' });
      const { http } = await charge({ amount: '1200', key: 'order-7' });
      return { http };
    },
  },
  'customers.through_the_adapter': {
    stripe: {
      created: 'Grace',
      updated: 'Admiral Hopper',
      reference: 'user-7',
      unknown: { code: 'not_found' },
    },
    async run({ payments: { customers } }) {
      const { id, name } = await customers.create({ name: 'Grace', reference: 'user-7' });
      const updated = await customers.update({ id, name: 'Admiral Hopper' });
      const unknown = await seen(customers.get('cus_000'), String);
      return {
        created: name,
        updated: updated.name,
        reference: (await customers.get(id)).reference,
        unknown,
      };
    },
  },
  'refund.read_through_the_adapter': {
    stripe: { status: 'succeeded', amount: { minor: 500, currency: 'USD' } },
    async run({ till: { charge, refund }, payments }) {
      const { body } = await refund(idOf((await charge({ amount: '1200' })).body), '500');
      return seen(payments.refunds.get(idOf(body)), ({ status, amount }) => ({ status, amount }));
    },
  },
} as const satisfies Record<string, PeerCase<TillService>>;

function idOf({ id = '' }: Answer['body']): string {
  return id;
}

function decline({ http, body }: Answer): object {
  return { http, type: body.error?.type, code: body.error?.code, decline: body.error?.decline_code };
}

function sums({ body }: Answer): { readonly captured: unknown; readonly refunded: unknown } {
  return { captured: body['amount_captured'], refunded: body['amount_refunded'] };
}
