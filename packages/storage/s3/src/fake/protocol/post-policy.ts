import { rejection } from './errors.ts';

/** The fields of a form in their order, names in lower case, without the file. */
export type FormFields = ReadonlyMap<string, string>;

/** What a policy allows of a file's size. */
export interface SizeRange {
  readonly minimum: number;
  readonly maximum: number;
}

const unconditioned = new Set(['policy', 'x-amz-signature', 'file', 'bucket']);

/**
 * Checks a form against its policy: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 * The size of the file is left to the caller, who is told the range.
 */
export function checkPolicy(policy: string, fields: FormFields, bucket: string, now: number): SizeRange {
  const { expiration, conditions } = parsePolicy(policy);
  if (now >= expiration) throw refused('Policy expired.');
  const checks = conditions.map(readCondition);
  for (const check of checks) {
    if (check.kind === 'size') continue;
    const value = check.field === 'bucket' ? bucket : fields.get(check.field);
    const met =
      check.kind === 'eq'
        ? value === check.value
        : value !== undefined && startsWith(check.field, value, check.value);
    if (!met) throw refused(`Policy Condition failed: ${check.text}`);
  }
  const named = new Set(checks.flatMap((check) => (check.kind === 'size' ? [] : [check.field])));
  const extra = [...fields.keys()].find(
    (name) => !named.has(name) && !unconditioned.has(name) && !name.startsWith('x-ignore-'),
  );
  if (extra !== undefined) throw refused(`Extra input fields: ${extra}`);
  const sizes = checks.filter((check) => check.kind === 'size');
  return {
    minimum: Math.max(0, ...sizes.map(({ minimum }) => minimum)),
    maximum: Math.min(5 * 1024 ** 3, ...sizes.map(({ maximum }) => maximum)),
  };
}

type Condition =
  | {
      readonly kind: 'eq' | 'starts-with';
      readonly field: string;
      readonly value: string;
      readonly text: string;
    }
  | { readonly kind: 'size'; readonly minimum: number; readonly maximum: number };

function parsePolicy(policy: string): { expiration: number; conditions: readonly unknown[] } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(policy, 'base64').toString());
  } catch {
    throw invalid('Invalid JSON.');
  }
  if (typeof parsed !== 'object' || parsed === null) throw invalid('Invalid JSON.');
  const expiration = 'expiration' in parsed ? Date.parse(String(parsed.expiration)) : Number.NaN;
  const conditions: unknown = 'conditions' in parsed ? parsed.conditions : undefined;
  if (Number.isNaN(expiration)) throw invalid('Policy missing expiration.');
  if (!Array.isArray(conditions)) throw invalid('Policy missing conditions.');
  return { expiration, conditions };
}

/** `{ "acl": "private" }`, `["starts-with", "$key", "user/"]` or `["content-length-range", 1, 100]`. */
function readCondition(condition: unknown): Condition {
  if (typeof condition !== 'object' || condition === null) throw invalid('Invalid Condition.');
  const text = JSON.stringify(condition);
  if (!Array.isArray(condition)) {
    const [entry, ...more]: readonly (readonly [string, unknown])[] = Object.entries(condition);
    if (entry === undefined || more.length > 0) throw invalid('Invalid Simple-Condition.');
    const [field, value] = entry;
    return { kind: 'eq', field: field.toLowerCase(), value: String(value), text };
  }
  const items: readonly unknown[] = condition;
  const [kind, first, second] = items;
  if (kind === 'content-length-range') {
    const [minimum, maximum] = [Number(first), Number(second)];
    if (Number.isNaN(minimum) || Number.isNaN(maximum)) throw invalid('Invalid content-length-range.');
    return { kind: 'size', minimum, maximum };
  }
  const field = typeof first === 'string' ? /^\$(.+)$/.exec(first)?.[1] : undefined;
  if ((kind !== 'eq' && kind !== 'starts-with') || field === undefined) throw invalid('Invalid Condition.');
  return { kind, field: field.toLowerCase(), value: String(second), text };
}

/** Of a Content-Type with commas, each entry must begin so. */
function startsWith(field: string, value: string, beginning: string): boolean {
  const values = field === 'content-type' ? value.split(',') : [value];
  return values.every((item) => item.trim().startsWith(beginning));
}

function refused(why: string) {
  return rejection('AccessDenied', `Invalid according to Policy: ${why}`);
}

function invalid(why: string) {
  return rejection('InvalidPolicyDocument', `Invalid Policy: ${why}`);
}
