/** What a case found instead of what the contract promises. */
export class CaseFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CaseFailure';
  }
}

/**
 * Fails the case unless the condition holds. `what` says what should have been so.
 * @throws `CaseFailure`
 */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new CaseFailure(what);
}

/**
 * Fails unless both are the same, compared by their content.
 * @throws `CaseFailure`
 */
export function assertEqual(actual: unknown, expected: unknown, what: string): void {
  const [found, wanted] = [print(actual), print(expected)];
  if (found !== wanted) throw new CaseFailure(`${what}: expected ${wanted}, found ${found}`);
}

/**
 * Fails unless the value is in the list.
 * @throws `CaseFailure`
 */
export function assertOneOf<T>(actual: unknown, list: readonly T[], what: string): asserts actual is T {
  const found = list.find((entry) => print(entry) === print(actual));
  if (found === undefined)
    throw new CaseFailure(`${what}: expected one of ${print(list)}, found ${print(actual)}`);
}

/** A value as text, with the names of objects in order, so that equal content is equal text. */
export function print(value: unknown): string {
  return JSON.stringify(value, sorted) ?? String(value);
}

function sorted(_name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** The own fields of a value; none for what is no object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
