import { isRecord } from './config/record.ts';
import { IntegrationError, type Problem } from './error.ts';
import { rememberSecret } from './redaction.ts';
import { Secret, type SecretInput } from './secret.ts';
import { issuePath, type Schema } from './standard-schema.ts';

/** One option of an adapter, read from the metadata on its schema. */
export interface OptionField {
  readonly name: string;
  readonly required: boolean;
  /** Environment variable that serves where one instance of the vendor exists. */
  readonly env?: string;
  /** Redacted wherever it would be printed. */
  readonly secret?: boolean;
  /** Where to get the value. */
  readonly where?: string;
  /** Type of JSON Schema; absent where there are several. */
  readonly type?: string;
  /** Takes a list, alone or beside a single value. */
  readonly list?: boolean;
  /** Of JSON Schema, for example `uri`. */
  readonly format?: string;
  /** The only values that it takes. */
  readonly choices?: readonly string[];
  readonly description?: string;
  readonly default?: unknown;
}

/** The options of a schema that carries Standard JSON Schema (zod does); an empty list otherwise. */
export function optionFields(schema: Schema): readonly OptionField[] {
  const json = schema['~standard'].jsonSchema?.input({ target: 'draft-2020-12' });
  if (!isRecord(json) || !isRecord(json['properties'])) return [];
  const required = Array.isArray(json['required']) ? json['required'] : [];
  return Object.entries(json['properties']).map(([name, field]) =>
    toOptionField(name, field, required.includes(name)),
  );
}

function toOptionField(name: string, json: unknown, required: boolean): OptionField {
  const { secret, anyOf = [], default: fallback, enum: choices, ...field } = isRecord(json) ? json : {};
  const texts = textKeys.flatMap((key) => (typeof field[key] === 'string' ? [[key, field[key]]] : []));
  const forms = [field, ...(Array.isArray(anyOf) ? anyOf.filter(isRecord) : [])];
  return {
    name,
    required,
    ...(Object.fromEntries(texts) as Partial<Record<(typeof textKeys)[number], string>>),
    ...(secret === true && { secret }),
    ...(forms.some(({ type }) => type === 'array') && { list: true }),
    ...(Array.isArray(choices) && { choices: choices.map(String) }),
    ...(fallback !== undefined && { default: fallback }),
  };
}

const textKeys = ['env', 'where', 'type', 'format', 'description'] as const;

/**
 * Validates an adapter's options and remembers its secrets.
 * @throws `IntegrationError` `config_invalid` with all problems at once.
 */
export function parseOptions<O>(schema: Schema<O>, given: unknown, owner: string): O {
  const revealed = isRecord(given)
    ? Object.fromEntries(Object.entries(given).map(([k, v]) => [k, revealDeep(v)]))
    : given;
  const fields = optionFields(schema);
  rememberSecrets(fields, revealed);
  const result = schema['~standard'].validate(revealed);
  if (result instanceof Promise) {
    result.catch(() => undefined); // zod goes asynchronous when a check throws
    throw new TypeError(`${owner}: a check in the options schema threw, or it is not synchronous.`);
  }
  if (result.issues === undefined) return result.value;
  const problems = result.issues.map((issue): Problem => {
    const path = issuePath(issue);
    const field = fields.find(({ name }) => name === path.split('.')[0]);
    return { path, expected: issue.message, ...(field?.where !== undefined && { fix: field.where }) };
  });
  const list = problems.map(({ path, expected }) => `${path}: ${expected}`).join('; ');
  throw new IntegrationError({
    code: 'config_invalid',
    outcome: 'not_applied',
    message: `The options of ${owner} are not valid. ${list}`,
    problems,
  });
}

/** The plain text of a secret option. For `client.ts` and `webhook.ts` only. */
export function reveal(input: SecretInput): string {
  return typeof input === 'string' ? input : input.reveal();
}

function revealDeep(value: unknown): unknown {
  if (Secret.is(value)) return value.reveal();
  return Array.isArray(value) ? value.map(revealDeep) : value;
}

function rememberSecrets(fields: readonly OptionField[], options: unknown): void {
  if (!isRecord(options)) return;
  for (const { name, secret } of fields) {
    if (!secret) continue;
    for (const value of [options[name]].flat()) if (typeof value === 'string') rememberSecret(value);
  }
}
