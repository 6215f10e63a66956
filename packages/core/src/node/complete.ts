import type { Mode } from '../config/entry.ts';
import { type Finding, invalid } from '../config/finding.ts';
import { modeFindings } from '../config/mode-findings.ts';
import { unmetNeeds } from '../config/unmet-needs.ts';
import type { OptionField } from '../options.ts';
import type { AdapterPackage } from './adapter-package.ts';
import { type CollectedOptions, collectOptions, variablesOf } from './collect-options.ts';
import type { Context, Draft } from './context.ts';
import { judgeOptions } from './option-findings.ts';

/** One option of an adapter in a configuration; never its value. @sealed */
export interface InspectedOption {
  readonly field: OptionField;
  /** The variables that may hold it, the strongest first. */
  readonly variables: readonly string[];
  /** Where it comes from: a file, a variable, the code. Absent where it is not given. */
  readonly source?: string;
}

/** A draft whose adapter is loaded and whose options are known, right or wrong. */
export interface Completed {
  readonly draft: Draft;
  readonly adapter: Extract<AdapterPackage, { status: 'loaded' }>;
  readonly options: Readonly<Record<string, unknown>>;
  /** All options that the adapter has, given or not. */
  readonly inspected: readonly InspectedOption[];
  readonly mode: Mode | undefined;
  readonly findings: readonly Finding[];
}

/** Collects and checks the options, the mode and the needs of an instance. */
export async function complete(
  draft: Draft,
  adapter: Completed['adapter'],
  isOnly: boolean,
  context: Context,
): Promise<Completed> {
  const { path, intended, label, requirement } = draft;
  const { fields, capabilities, category } = adapter.factory.adapter;
  const collected = await collectOptions(draft, fields, isOnly, context);
  const { findings, mode } = judgeOptions(draft, adapter.factory, collected, isOnly, context);
  const inspected = fields.map((field) => toInspected(field, collected, variablesOf(path, field, isOnly)));
  const { isProduction } = context;
  const key = inspected.find(({ field, source }) => field.secret && field.required && source !== undefined);
  return {
    draft,
    adapter,
    options: Object.fromEntries([...collected.given].map(([name, { value }]) => [name, value])),
    inspected,
    mode,
    findings: [
      ...findings,
      ...modeFindings({ path, category, capabilities, mode, intended, isProduction, key }).map(invalid),
      ...unmetNeeds(requirement, capabilities, label).map(invalid),
    ],
  };
}

function toInspected(
  field: OptionField,
  { given }: CollectedOptions,
  variables: readonly string[],
): InspectedOption {
  const source = given.get(field.name)?.source;
  return { field, variables, ...(source !== undefined && { source }) };
}
