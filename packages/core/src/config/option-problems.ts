import type { Problem } from '../error.ts';
import type { OptionField } from '../options.ts';
import { describeFound } from './found.ts';
import { nearest } from './nearest.ts';

/** What a schema found wrong with an adapter's options, in words that name the way out. */
export function wordOptionProblems(
  problems: readonly Problem[],
  fields: readonly OptionField[],
  options: Readonly<Record<string, unknown>>,
): readonly Problem[] {
  const names = fields.map(({ name }) => name);
  const unknown = names.length === 0 ? [] : Object.keys(options).filter((key) => !names.includes(key));
  const rest = problems.filter(({ path }) => path !== 'input' || unknown.length === 0);
  const worded = [
    ...unknown.map((key) => unknownKey(key, names)),
    ...rest.map((problem) => word(problem, fields, options)),
  ];
  return worded.filter(({ path }, index) => worded.findIndex((other) => other.path === path) === index);
}

/** A key that does not exist. Its value is not shown: it may be a misspelt secret. */
export function unknownKey(key: string, known: readonly string[]): Problem {
  const meant = nearest(key, known);
  return {
    path: key,
    found: 'an unknown key',
    expected: `one of ${known.join(', ')}`,
    fix: meant === undefined ? 'Take it out.' : `Did you mean ${meant}?`,
  };
}

function word(problem: Problem, fields: readonly OptionField[], options: object): Problem {
  const { path, expected } = problem;
  if (path === 'input') return problem;
  const field = fields.find(({ name }) => name === path.split('.')[0]);
  const value = valueAt(options, path);
  return {
    ...problem,
    found: describeFound(value, field?.secret),
    expected: field?.name === path ? expectation(field, value, expected) : expected,
  };
}

/** The adapter's own words where its schema has them, else what kind of value it wants. */
function expectation(field: OptionField, value: unknown, message: string): string {
  if (!stockMessage.test(message)) return message;
  if (value === undefined) return field.description?.replace(/\.$/, '') ?? inWords(field);
  const isMisfit = field.choices !== undefined || field.format === 'uri' || !isOfType(value, field.type);
  return isMisfit ? inWords(field) : message;
}

/** How zod begins the messages that it makes up itself: they tell what was received, which may be a secret. */
const stockMessage = /^(Invalid|Too|Unrecognized)\b/;

function isOfType(value: unknown, type: string | undefined): boolean {
  if (type === undefined) return true;
  if (type === 'integer') return Number.isInteger(value);
  return type === 'array' ? Array.isArray(value) : typeof value === type;
}

function inWords({ choices, format, type = 'value' }: OptionField): string {
  if (choices !== undefined) return `one of ${choices.join(', ')}`;
  if (format === 'uri') return 'a URL such as https://api.example.com';
  return typeWords[type] ?? 'a value';
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

function valueAt(options: object, path: string): unknown {
  let found: unknown = options;
  for (const key of path.split('.')) {
    found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined;
  }
  return found;
}
