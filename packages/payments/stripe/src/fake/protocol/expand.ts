import type { Account, Tables } from '../account.ts';
import { invalidRequest } from './errors.ts';
import { isRecord } from './wire.ts';

const tableOfPrefix: Readonly<Record<string, keyof Tables>> = {
  pi: 'paymentIntents',
  ch: 'charges',
  py: 'charges',
  re: 'refunds',
  pyr: 'refunds',
  du: 'disputes',
  cus: 'customers',
  pm: 'paymentMethods',
  seti: 'setupIntents',
  cs: 'sessions',
  prod: 'products',
  price: 'prices',
  sub: 'subscriptions',
  in: 'invoices',
};
const deepest = 4;

/** The answer as it goes over the wire, with `expand[]` applied: https://docs.stripe.com/api/expanding_objects */
export function expanded(account: Account, answer: object, paths: readonly string[]): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(answer));
  for (const path of paths) {
    const segments = path.split('.');
    if (segments.length > deepest) {
      throw invalidRequest(`You cannot expand more than ${deepest} levels of a property.`, {
        param: 'expand',
      });
    }
    expandAt(account, copy, segments, path);
  }
  return copy;
}

function expandAt(account: Account, value: unknown, segments: readonly string[], path: string): void {
  const [segment, ...rest] = segments;
  if (segment === undefined || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) expandAt(account, item, segments, path);
    return;
  }
  if (!isRecord(value)) throw unexpandable(path);
  if (value[segment] === undefined) value[segment] = hiddenField(account, value, segment, path);
  const current = value[segment];
  if (typeof current === 'string') value[segment] = lookup(account, current, path);
  expandAt(account, value[segment], rest, path);
}

function hiddenField(account: Account, owner: Record<string, unknown>, name: string, path: string): unknown {
  const id = owner['id'];
  const fields = typeof id === 'string' ? account.secrets.hidden.get(id)?.() : undefined;
  if (fields === undefined || !Object.hasOwn(fields, name)) throw unexpandable(path);
  return JSON.parse(JSON.stringify(fields[name]));
}

function lookup(account: Account, id: string, path: string): unknown {
  const table = tableOfPrefix[id.split('_')[0] ?? ''];
  const found = table === undefined ? undefined : account.tables[table].get(id);
  if (found === undefined) throw unexpandable(path);
  return JSON.parse(JSON.stringify(found));
}

function unexpandable(path: string): Error {
  return invalidRequest(`This property cannot be expanded (${path}).`, { param: 'expand' });
}
