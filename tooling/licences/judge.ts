import { allowed } from './allowed.ts';
import type { Bill, Component } from './bill.ts';

/** A package that may not come along, and which of ours bring it. */
export interface Refusal extends Component {
  readonly broughtBy: readonly string[];
}

/** Every package whose licence is not on the list, or that names none. */
export function refusalsIn(bills: readonly Bill[]): readonly Refusal[] {
  const found = new Map<string, Refusal & { readonly broughtBy: string[] }>();
  for (const { of: owner, components } of bills) {
    for (const component of [owner, ...components].filter(({ licence }) => !isAllowed(licence))) {
      const id = `${component.name}@${component.version}`;
      const refusal = found.get(id) ?? { ...component, broughtBy: [] };
      refusal.broughtBy.push(owner.name);
      found.set(id, refusal);
    }
  }
  return [...found.values()];
}

/** Published packages of which there is no bill: nobody has looked at what they bring. */
export function unbilled(bills: readonly Bill[], published: readonly string[]): readonly string[] {
  const known = new Set(bills.map(({ of: { name } }) => name));
  return published.filter((name) => !known.has(name));
}

/**
 * Whether an SPDX expression leaves a user free: one of several offered licences is enough, all of several that hold
 * are needed. An expression that mixes both is for a person to read.
 */
export function isAllowed(licence: string | undefined): boolean {
  if (licence === undefined) return false;
  const plain = licence.replace(/^\((.*)\)$/, '$1');
  const offered = plain.split(' OR ');
  return offered.length > 1
    ? offered.some((each) => Object.hasOwn(allowed, each)) && !plain.includes(' AND ')
    : plain.split(' AND ').every((each) => Object.hasOwn(allowed, each));
}
