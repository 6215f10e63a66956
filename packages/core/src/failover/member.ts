import type { Integration } from '../integration.ts';

type Method = (...given: readonly unknown[]) => unknown;

/** A member's method by the name that it has in the contract: `create`, `refunds.create`, `webhooks.receive`. */
export function methodOf(member: Integration, name: string): Method | undefined {
  const found = name.split('.').reduce<unknown>((value, part) => Reflect.get(Object(value), part), member);
  return isMethod(found) ? found : undefined;
}

function isMethod(value: unknown): value is Method {
  return typeof value === 'function';
}
