import { find } from './account.ts';
import { ledgerOf } from './ledger.ts';
import { list, text } from './protocol/fields.ts';
import { created, listOf, pagination } from './protocol/lists.ts';
import type { Route } from './protocol/router.ts';
import { route } from './protocol/router.ts';

/** https://docs.stripe.com/api/balance and https://docs.stripe.com/api/events */
export const reportRoutes: readonly Route[] = [
  route('GET', '/v1/balance', {}, (_input, { account }) => {
    const currencies = new Set([...account.tables.charges.values()].map((charge) => charge.currency));
    const pending = [...(currencies.size === 0 ? ['usd'] : currencies)].map((currency) => {
      const { net } = ledgerOf(() => account).totals(currency);
      return { amount: net, currency, source_types: { card: net } };
    });
    const available = pending.map(({ currency }) => ({ amount: 0, currency, source_types: { card: 0 } }));
    return { object: 'balance', available, livemode: false, pending };
  }),
  route('GET', '/v1/events/:id', {}, (_input, { account, id }) => find(account.tables.events, 'event', id)),
  route(
    'GET',
    '/v1/events',
    { ...pagination, ...created, type: text(), types: list(text()) },
    (input, { account }) =>
      listOf(
        account.tables.events,
        '/v1/events',
        input,
        (event) =>
          (input.type === undefined || matches(event.type, input.type)) &&
          (input.types === undefined || input.types.includes(event.type)) &&
          (input.created === undefined || input.created(event.created)),
      ),
  ),
];

/** `customer.*` matches a group. */
function matches(type: string, wanted: string): boolean {
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
}
