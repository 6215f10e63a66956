import { fromText } from '../config/coerce.ts';
import { type Finding, invalid } from '../config/finding.ts';
import { variableOf } from '../config/names.ts';
import type { OptionField } from '../options.ts';
import type { Context, Draft } from './context.ts';
import { resolveReference } from './references.ts';

/** The options of one instance, with where each value comes from. */
export interface CollectedOptions {
  readonly given: ReadonlyMap<string, GivenOption>;
  readonly findings: readonly Finding[];
}

/** The value of one option and the source that won: a file, a variable, the code. */
export interface GivenOption {
  readonly value: unknown;
  readonly source: string;
}

/** The variables that may hold an option, the strongest first. */
export function variablesOf(path: readonly string[], field: OptionField, isOnly: boolean): readonly string[] {
  return [variableOf(path, field.name), ...(isOnly && field.env !== undefined ? [field.env] : [])];
}

/**
 * Collects the options of an instance from all sources.
 * @param isOnly The vendor's own variables serve where one instance of the vendor exists.
 */
export async function collectOptions(
  draft: Draft,
  fields: readonly OptionField[],
  isOnly: boolean,
  context: Context,
): Promise<CollectedOptions> {
  const { defaults, file, values } = draft.entries;
  const given = new Map<string, GivenOption>();
  const take = (options: Readonly<Record<string, unknown>> = {}, source: string): void => {
    for (const [name, value] of Object.entries(options))
      if (value !== undefined) given.set(name, { value, source });
  };
  const known = Object.entries(defaults.options ?? {}).filter(([key]) =>
    fields.some(({ name }) => name === key),
  );
  take(Object.fromEntries(known), defaults.source);
  take(file.options, file.source);
  for (const field of fields) {
    const variable = variablesOf(draft.path, field, isOnly).find((name) => context.env[name]);
    if (variable !== undefined)
      take({ [field.name]: fromText(context.env[variable] ?? '', field) }, variable);
  }
  take(values.options, values.source);
  const findings = await resolveSecrets(draft.label, fields, given, context);
  return {
    given,
    findings: isOnly ? findings : [...findings, ...sharedVariables(draft.path, fields, given, context)],
  };
}

/** Puts the value in the place of each reference. */
async function resolveSecrets(
  label: string,
  fields: readonly OptionField[],
  given: Map<string, GivenOption>,
  context: Context,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { name, secret } of fields) {
    const option = given.get(name);
    if (!secret || option === undefined) continue;
    const resolved = await resolveReference(option.value, context);
    if ('value' in resolved) given.set(name, { ...option, value: resolved.value });
    else
      findings.push(
        invalid({ path: `${label}.${name}`, ...resolved, fix: `Change it in ${option.source}.` }),
      );
  }
  return findings;
}

/** With two instances of a vendor its own variables could mean either: each instance has its own. */
function sharedVariables(
  path: readonly string[],
  fields: readonly OptionField[],
  given: ReadonlyMap<string, GivenOption>,
  { env }: Context,
): readonly Finding[] {
  return fields.flatMap(({ name, env: shared }) => {
    if (shared === undefined || !env[shared] || given.has(name)) return [];
    const own = variableOf(path, name);
    const found = `${shared}, which could be meant for any instance of this vendor`;
    const fix = `Set ${own} in its place.`;
    return [
      invalid({
        path: [...path, name].join('.'),
        variable: own,
        found,
        expected: 'a variable of the instance',
        fix,
      }),
    ];
  });
}
