import { inspect } from 'node:util';
import { type SecretForm, secretForms } from './secret-forms.ts';

export type { SecretForm } from './secret-forms.ts';

/** A secret that can be read in something that prints. Carries no secret itself. */
export interface SecretLeak {
  /** Position of the secret in the list that was searched for, from 0. */
  readonly secret: number;
  /** How it was written. */
  readonly form: SecretForm;
  /** Where it was found: `message`, `json`, `inspect`, `stack`, `cause.message`, `errors[0].stack`, … */
  readonly place: string;
}

/**
 * Looks for secrets in every printed form of a value. Those are the text itself, message, stack, `JSON.stringify`,
 * `util.inspect` with hidden properties, and the same for each cause and each error of an `AggregateError`, also
 * where those are not enumerable.
 *
 * @throws Error for a secret of fewer than 6 characters: it would be found by chance.
 * @example
 * expect(secretScan(error, ['sk_test_4711'])).toEqual([]);
 */
export function secretScan(value: unknown, secrets: readonly string[]): readonly SecretLeak[] {
  const wanted = secrets.flatMap((secret, index) =>
    secretForms(secret).map((entry) => ({ ...entry, index })),
  );
  const leaks = printedForms(value).flatMap(({ place, text }) =>
    wanted
      .filter(({ pattern }) => text.includes(pattern))
      .map(({ form, index }) => ({ secret: index, form, place })),
  );
  return leaks.filter((leak, index) => leaks.findIndex((other) => isSame(leak, other)) === index);
}

function isSame(one: SecretLeak, other: SecretLeak): boolean {
  return one.secret === other.secret && one.form === other.form && one.place === other.place;
}

interface Printed {
  readonly place: string;
  readonly text: string;
}

function printedForms(root: unknown): readonly Printed[] {
  const printed: Printed[] = [];
  const seen = new Set<unknown>();
  const visit = (value: unknown, path: string): void => {
    if (value === undefined || value === null || seen.has(value)) return;
    seen.add(value);
    printed.push(...printOne(value, path));
    if (typeof value !== 'object') return;
    visit(read(value, 'cause'), `${path}cause.`);
    const errors = read(value, 'errors');
    if (Array.isArray(errors)) errors.forEach((error, index) => visit(error, `${path}errors[${index}].`));
  };
  visit(root, '');
  return printed;
}

function printOne(value: unknown, path: string): readonly Printed[] {
  if (typeof value === 'string') return [{ place: `${path}text`, text: value }];
  const texts: readonly (readonly [string, unknown])[] = [
    ['text', attempt(() => String(value))],
    ['message', read(value, 'message')],
    ['stack', read(value, 'stack')],
    ['json', attempt(() => JSON.stringify(value))],
    ['inspect', attempt(() => inspect(value, inspectAll))],
  ];
  return texts.flatMap(([place, text]) => (typeof text === 'string' ? [{ place: path + place, text }] : []));
}

const inspectAll = {
  depth: Infinity,
  showHidden: true,
  maxArrayLength: null,
  maxStringLength: null,
  breakLength: Infinity,
} as const;

function read(value: unknown, name: string): unknown {
  return attempt(() => Reflect.get(Object(value), name));
}

// What cannot be printed cannot leak: a cycle in JSON, a getter that throws.
function attempt(print: () => unknown): unknown {
  try {
    return print();
  } catch {
    return undefined;
  }
}
