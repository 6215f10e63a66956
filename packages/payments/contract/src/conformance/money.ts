import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import type { PaymentsCapabilities } from '../capabilities.ts';
import { currencies, exponentOf } from '../currencies.ts';
import { type CurrencyRules, isLossless, type Money } from '../money.ts';
import { cases, type PaymentsRow } from './define.ts';
import type { PaymentsCase } from './harness.ts';

/** Amounts in currencies that are not counted in hundredths. */
export const moneyCases: readonly PaymentsCase[] = [
  ...cases('money', 'create', {
    no_decimals: roundTrip({ minor: 4711, currency: 'JPY' }),
    two_decimals: roundTrip({ minor: 4711, currency: 'USD' }),
    three_decimals: roundTrip({ minor: 4710, currency: 'KWD' }),
    vendor_counts_otherwise: {
      title: 'Where the provider counts a currency otherwise than ISO 4217, its books hold the same money.',
      needs: {
        unless: (capabilities) => (odd(capabilities).length > 0 ? undefined : 'it counts as ISO 4217 does'),
      },
      async run(scene) {
        const capabilities = readRules(scene.payments.capabilities);
        for (const currency of odd({ currencies: capabilities })) {
          const { captured } = await scene.pay({ amount: { minor: 5000, currency } });
          assertEqual(captured, { minor: 5000, currency }, `captured in ${currency}`);
          assertEqual(
            await scene.books.captured(currency),
            5000,
            `captured in ${currency}, in the provider’s books`,
          );
        }
      },
    },
    lossy_amount_is_refused: {
      title:
        'An amount that the provider cannot express exactly is refused before any request, never rounded.',
      needs: {
        unless: ({ currencies: rules }) => (lossy(rules) ? undefined : 'it can express every amount'),
      },
      async run(scene) {
        const amount = lossy(readRules(scene.payments.capabilities));
        assert(amount !== undefined, 'there is an amount that is not representable');
        const before = scene.requestCount;
        const input = { amount, paymentMethodId: scene.methods.success };
        const error = await scene.failure(scene.payments.create(input, scene.once()));
        assertError(error, {
          code: 'invalid_request',
          reason: 'amount_not_representable',
          outcome: 'not_applied',
        });
        assertEqual([scene.requestCount, await scene.books.charges()], [before, 0], 'requests and charges');
      },
    },
    unknown_currency_is_refused: {
      title: 'A currency that the provider does not take is refused before any request.',
      needs: {
        unless: ({ currencies: rules }) => (untaken(rules) ? undefined : 'it takes every currency'),
      },
      async run(scene) {
        const before = scene.requestCount;
        const currency = untaken(readRules(scene.payments.capabilities)) ?? '';
        const input = { amount: { minor: 5000, currency }, paymentMethodId: scene.methods.success };
        const error = await scene.failure(scene.payments.create(input, scene.once()));
        assertError(error, {
          code: 'invalid_request',
          reason: 'currency_not_supported',
          outcome: 'not_applied',
        });
        assertEqual(scene.requestCount, before, 'requests');
      },
    },
  }),
  ...cases('money', 'refunds.create', {
    no_decimals: {
      title: 'A part in a currency without decimals is given back to the unit.',
      needs: { operations: ['create', 'get'], traits: ['refund.partial'], unless: takes('JPY') },
      async run(scene) {
        const { id: paymentId } = await scene.pay({ amount: { minor: 5000, currency: 'JPY' } });
        const amount = { minor: 1234, currency: 'JPY' };
        const refund = await scene.value(scene.payments.refunds.create({ paymentId, amount }, scene.once()));
        const { refunded } = await scene.value(scene.payments.get(paymentId));
        assertEqual([refund.amount, refunded], [amount, amount], 'amount of the refund, and refunded');
        assertEqual(await scene.books.refunded('JPY'), 1234, 'refunded in the provider’s books');
      },
    },
  }),
  ...cases('money', 'capture', {
    three_decimals: {
      title: 'A part in a currency with three decimals is taken to the unit.',
      needs: { operations: ['create'], traits: ['capture.manual', 'capture.partial'], unless: takes('KWD') },
      async run(scene) {
        const { id } = await scene.pay({ amount: { minor: 5000, currency: 'KWD' }, capture: 'manual' });
        const amount = { minor: 1230, currency: 'KWD' };
        const { captured } = await scene.value(scene.payments.capture({ id, amount }, scene.once()));
        assertEqual(
          [captured, await scene.books.captured('KWD')],
          [amount, 1230],
          'captured, and in the provider’s books',
        );
      },
    },
  }),
  ...cases('money', 'checkout.create', {
    no_decimals: {
      title: 'The rows of a page in a currency without decimals come to their sum, to the unit.',
      needs: { operations: ['checkout.get'], unless: takes('JPY') },
      async run(scene) {
        const items = [{ name: 'Postcard', unitAmount: { minor: 333, currency: 'JPY' }, quantity: 3 }];
        const { id, url = '' } = await scene.value(
          scene.payments.checkout.create({ ...scene.cart(), items }, scene.once()),
        );
        await scene.payer.pay(url, 'success');
        const { amount } = await scene.value(scene.payments.checkout.get(id));
        assertEqual(
          [amount, await scene.books.captured('JPY')],
          [{ minor: 999, currency: 'JPY' }, 999],
          'amount, and captured',
        );
      },
    },
  }),
];

function roundTrip(amount: Money): PaymentsRow {
  return {
    title: `${amount.currency}, with ${exponentOf(amount.currency)} decimals, is charged to the unit.`,
    parameters: amount,
    needs: { operations: ['get'], unless: takes(amount.currency) },
    async run(scene) {
      const made = await scene.pay({ amount });
      const { amount: asked, captured } = await scene.value(scene.payments.get(made.id));
      assertEqual(
        [made.captured, asked, captured],
        [amount, amount, amount],
        'captured, asked and captured as read',
      );
      assertEqual(
        await scene.books.captured(amount.currency),
        amount.minor,
        'captured in the provider’s books',
      );
    },
  };
}

function takes(currency: string): (capabilities: PaymentsCapabilities) => string | undefined {
  return ({ currencies: { accepted } }) =>
    accepted === 'any' || accepted.includes(currency) ? undefined : `it does not take ${currency}`;
}

function readRules(capabilities: object): CurrencyRules {
  const { currencies: rules = { accepted: 'any' } } = capabilities as Partial<PaymentsCapabilities>;
  return rules;
}

/** Currencies that the provider counts with other decimals. */
function odd({ currencies: rules }: Pick<PaymentsCapabilities, 'currencies'>): readonly string[] {
  return Object.keys(rules.exponents ?? {}).filter((currency) => isLossless(currency, rules));
}

/** An amount that a provider with these rules cannot express. */
function lossy(rules: CurrencyRules): Money | undefined {
  const names = Object.keys({ ...rules.multiples, ...rules.exponents });
  const currency = names.find(
    (name) => !isLossless(name, rules) && (rules.accepted === 'any' || rules.accepted.includes(name)),
  );
  return currency === undefined ? undefined : { minor: 12_345, currency };
}

function untaken({ accepted }: CurrencyRules): string | undefined {
  return accepted === 'any' ? undefined : currencies.find((currency) => !accepted.includes(currency));
}
