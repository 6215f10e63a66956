import type Stripe from 'stripe';
import type { Account } from '../account.ts';
import { find, mergeMetadata } from '../account.ts';
import { currency } from '../payments/money.ts';
import { exclusiveParameters, invalidRequest, missingParameter } from '../protocol/errors.ts';
import type { Input } from '../protocol/fields.ts';
import {
  boolean,
  integer,
  list,
  metadata,
  object,
  oneOf,
  required,
  text,
  unsimulated,
} from '../protocol/fields.ts';
import type { Route } from '../protocol/router.ts';
import { route } from '../protocol/router.ts';
import type { WirePrice } from '../protocol/wire.ts';

const products = '/v1/products';
const prices = '/v1/prices';
const productFields = {
  active: boolean(),
  description: text(),
  metadata: metadata(),
  ...unsimulated(
    'images',
    'marketing_features',
    'package_dimensions',
    'shippable',
    'statement_descriptor',
    'tax_code',
    'tax_details',
    'type',
    'unit_label',
    'url',
  ),
};
const recurring = object({
  interval: required(oneOf('day', 'week', 'month', 'year')),
  interval_count: integer(1, 1095),
  ...unsimulated('meter', 'trial_period_days', 'usage_type'),
});
const createPrice = {
  active: boolean(),
  currency: required(currency()),
  lookup_key: text(200),
  metadata: metadata(),
  nickname: text(),
  product: text(),
  product_data: object({ name: required(text()), metadata: metadata() }),
  recurring,
  unit_amount: integer(0, 99_999_999),
  ...unsimulated(
    'billing_scheme',
    'currency_options',
    'custom_unit_amount',
    'tax_behavior',
    'tiers',
    'tiers_mode',
    'transfer_lookup_key',
    'transform_quantity',
    'unit_amount_decimal',
  ),
};
/** A price made on the fly, in a line item of Checkout or a subscription. */
export const priceData = object({
  currency: required(currency()),
  product: text(),
  product_data: object({
    name: required(text()),
    description: text(),
    images: list(text()),
    metadata: metadata(),
  }),
  recurring,
  unit_amount: required(integer(0, 99_999_999)),
  ...unsimulated('tax_behavior', 'unit_amount_decimal'),
});
type PriceData = ReturnType<typeof priceData.read>;

/** https://docs.stripe.com/api/products and https://docs.stripe.com/api/prices */
export const catalogRoutes: readonly Route[] = [
  route(
    'POST',
    products,
    { id: text(), name: required(text()), ...productFields, ...unsimulated('default_price_data') },
    (input, { account }) => {
      const product = newProduct(account, input.name, input.id);
      product.active = input.active ?? true;
      product.description = input.description ?? null;
      product.metadata = mergeMetadata(null, input.metadata);
      account.emit('product.created', product);
      return product;
    },
  ),
  route('POST', prices, createPrice, (input, { account }) => createNewPrice(account, input)),
  route('GET', `${prices}/:id`, {}, (_input, { account, id }) => find(account.tables.prices, 'price', id)),
];

/** The price of a line: an existing one, or a new one from inline data. */
export function priceOf(
  account: Account,
  line: { readonly price: string | undefined; readonly price_data: PriceData | undefined },
  at: string,
): WirePrice {
  if (line.price !== undefined && line.price_data !== undefined)
    throw exclusiveParameters(`${at}[price]`, `${at}[price_data]`);
  if (line.price_data !== undefined) return inlinePrice(account, line.price_data, at);
  if (line.price === undefined) throw missingParameter(`${at}[price]`);
  const price = find(account.tables.prices, 'price', line.price, `${at}[price]`);
  if (!price.active)
    throw invalidRequest(`The price specified is inactive. This field only accepts active prices.`, {
      param: `${at}[price]`,
    });
  return price;
}

function inlinePrice(account: Account, data: PriceData, at: string): WirePrice {
  if (data.product === undefined && data.product_data === undefined)
    throw missingParameter(`${at}[price_data][product_data]`);
  const product =
    data.product === undefined
      ? newProduct(account, data.product_data?.name ?? '')
      : find(account.tables.products, 'product', data.product, `${at}[price_data][product]`);
  return newPrice(account, product.id, data.currency, data.unit_amount, data.recurring);
}

function createNewPrice(account: Account, input: Input<typeof createPrice>): WirePrice {
  if (input.product !== undefined && input.product_data !== undefined)
    throw exclusiveParameters('product', 'product_data');
  if (input.unit_amount === undefined) throw missingParameter('unit_amount');
  if (input.product === undefined && input.product_data === undefined) throw missingParameter('product');
  const product =
    input.product === undefined
      ? newProduct(account, input.product_data?.name ?? '')
      : find(account.tables.products, 'product', input.product, 'product');
  const price = newPrice(account, product.id, input.currency, input.unit_amount, input.recurring);
  price.active = input.active ?? true;
  price.lookup_key = input.lookup_key ?? null;
  price.metadata = mergeMetadata(null, input.metadata);
  price.nickname = input.nickname ?? null;
  account.emit('price.created', price);
  return price;
}

function newProduct(account: Account, name: string, id = account.id('prod')): Stripe.Product {
  if (account.tables.products.has(id))
    throw invalidRequest('Product already exists.', { code: 'resource_already_exists', param: 'id' });
  const product: Stripe.Product = {
    id,
    object: 'product',
    active: true,
    created: account.now(),
    default_price: null,
    description: null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: {},
    name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: account.now(),
    url: null,
  };
  account.tables.products.set(id, product);
  return product;
}

function newPrice(
  account: Account,
  product: string,
  code: string,
  unitAmount: number,
  rhythm: ReturnType<typeof recurring.read> | undefined,
): WirePrice {
  const price: WirePrice = {
    id: account.id('price'),
    object: 'price',
    active: true,
    billing_scheme: 'per_unit',
    created: account.now(),
    currency: code,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product,
    recurring: rhythm
      ? {
          interval: rhythm.interval,
          interval_count: rhythm.interval_count ?? 1,
          meter: null,
          trial_period_days: null,
          usage_type: 'licensed',
        }
      : null,
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: rhythm ? 'recurring' : 'one_time',
    unit_amount: unitAmount,
    unit_amount_decimal: String(unitAmount),
  };
  account.tables.prices.set(price.id, price);
  return price;
}
