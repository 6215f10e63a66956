import { type PolicyOptions, resolvePolicy } from '../policy/policy.ts';
import { type Finding, invalid } from './finding.ts';
import { describeFound } from './found.ts';
import { mergePolicies } from './merge-policies.ts';
import { unknownKey } from './option-problems.ts';
import { isRecord } from './record.ts';

type Shape = { readonly [key: string]: 'number' | Shape };

const policyShape = {
  deadlineMs: 'number',
  timeoutMs: 'number',
  moneyTimeoutMs: 'number',
  retry: {
    attempts: 'number',
    baseMs: 'number',
    throttledBaseMs: 'number',
    maxMs: 'number',
    budget: { capacity: 'number', cost: 'number', throttledCost: 'number' },
  },
  breaker: {
    ratio: 'number',
    minimumCalls: 'number',
    windowMs: 'number',
    openMs: 'number',
    maxOpenMs: 'number',
  },
  rateLimit: { perSecond: 'number', burst: 'number' },
  bulkhead: { concurrent: 'number', queue: 'number' },
} as const satisfies Shape & Record<keyof PolicyOptions, unknown>;

/** What is wrong with the policies of an instance: misspelt names in each, figures out of bounds in all together. */
export function policyFindings(policies: readonly PolicyOptions[], label: string): readonly Finding[] {
  const path = `${label}.policy`;
  const findings = policies.flatMap((policy) => shapeFindings(policy, policyShape, path));
  if (findings.length > 0) return findings;
  try {
    resolvePolicy(mergePolicies(policies));
    return [];
  } catch (error) {
    const expected = error instanceof Error ? error.message : 'figures within their bounds';
    return [invalid({ path, found: 'a figure out of bounds', expected })];
  }
}

function shapeFindings(value: object, shape: Shape, path: string): readonly Finding[] {
  return Object.entries(value).flatMap(([key, member]): readonly Finding[] => {
    const expected = Object.hasOwn(shape, key) ? shape[key] : undefined;
    const at = `${path}.${key}`;
    if (expected === undefined) return [invalid({ ...unknownKey(key, Object.keys(shape)), path: at })];
    if (expected === 'number') {
      if (typeof member === 'number') return [];
      return [invalid({ path: at, found: describeFound(member), expected: 'a number' })];
    }
    if (member === false) return [];
    if (isRecord(member)) return shapeFindings(member, expected, at);
    return [
      invalid({
        path: at,
        found: describeFound(member),
        expected: `an object with ${Object.keys(expected).join(', ')}`,
      }),
    ];
  });
}
