import type { Kind } from './records.ts';

const prefixes = {
  payment: 'pay',
  refund: 'ref',
  customer: 'cus',
  method: 'pm',
  setup: 'set',
  checkout: 'chk',
  subscription: 'sub',
  dispute: 'dis',
  event: 'evt',
} as const satisfies Record<Kind | 'event', string>;

/** A fresh id, for example `pay_3f9c…`. From the machine's own entropy: a seeded one would repeat after a restart. */
export function newId(kind: Kind | 'event'): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `${prefixes[kind]}_${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
