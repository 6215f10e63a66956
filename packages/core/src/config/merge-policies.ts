import type { PolicyOptions } from '../policy/policy.ts';
import { isRecord } from './record.ts';

/**
 * The figures of all policies, each from the last one that gives it: `retry.attempts` of one, `retry.maxMs` of another.
 */
export function mergePolicies(policies: readonly PolicyOptions[]): PolicyOptions {
  return policies.reduce<Members>((merged, policy) => merge(merged, { ...policy }), {});
}

type Members = Readonly<Record<string, unknown>>;

function merge(under: Members, over: Members): Members {
  const members = Object.entries(over).map(([name, value]): readonly [string, unknown] => {
    const below = Object.hasOwn(under, name) ? under[name] : undefined;
    return [name, isRecord(below) && isRecord(value) ? merge(below, value) : (value ?? below)];
  });
  return { ...under, ...Object.fromEntries<unknown>(members) };
}
