import type { Mode } from '../config/entry.ts';
import { type Finding, invalid } from '../config/finding.ts';
import { nearest } from '../config/nearest.ts';
import { wordOptionProblems } from '../config/option-problems.ts';
import { IntegrationError, type Problem } from '../error.ts';
import { redact } from '../redaction.ts';
import type { AnyFactory } from './adapter-package.ts';
import { type CollectedOptions, variablesOf } from './collect-options.ts';
import type { Context, Draft } from './context.ts';

/** Options as the adapter's own schema judges them. */
export interface JudgedOptions {
  readonly findings: readonly Finding[];
  /** What the keys are for, where the schema could tell. */
  readonly mode: Mode | undefined;
}

/** Holds the collected options against the adapter's schema; says of each problem where it is and how to fix it. */
export function judgeOptions(
  draft: Draft,
  { adapter }: AnyFactory,
  collected: CollectedOptions,
  isOnly: boolean,
  context: Context,
): JudgedOptions {
  const options = Object.fromEntries([...collected.given].map(([name, { value }]) => [name, value]));
  const reported = new Set(collected.findings.map(({ problem }) => problem.path));
  const { problems, mode } = inspect(adapter, options);
  const findings = problems
    .map((problem) => invalid(placed(problem, { draft, fields: adapter.fields, collected, isOnly, context })))
    .filter(({ problem }) => !reported.has(problem.path));
  return { findings: [...collected.findings, ...findings], mode };
}

type Options = Readonly<Record<string, unknown>>;

function inspect(
  adapter: AnyFactory['adapter'],
  options: Options,
): { readonly problems: readonly Problem[]; readonly mode: Mode | undefined } {
  try {
    return { problems: [], mode: adapter.inspect(options).mode };
  } catch (error) {
    if (IntegrationError.is(error, 'config_invalid') && error.problems !== undefined) {
      const problems = wordOptionProblems(error.problems, adapter.fields, options);
      return { problems, mode: modeWithout(error.problems, adapter, options) };
    }
    const found = error instanceof Error ? redact(error.message) : 'an error in the adapter';
    const fix = 'Report it to the authors of the adapter.';
    return {
      problems: [{ path: 'input', found, expected: 'options that can be checked', fix }],
      mode: undefined,
    };
  }
}

/** The mode where only options that may be left out are wrong: so a second mistake is reported with the first. */
function modeWithout(
  problems: readonly Problem[],
  adapter: AnyFactory['adapter'],
  options: Options,
): Mode | undefined {
  const wrong = new Set(problems.map(({ path }) => path.split('.')[0]));
  try {
    return adapter.inspect(Object.fromEntries(Object.entries(options).filter(([name]) => !wrong.has(name))))
      .mode;
  } catch {
    return undefined; // a required option is wrong: nothing is known of the mode
  }
}

interface Place {
  readonly draft: Draft;
  readonly fields: AnyFactory['adapter']['fields'];
  readonly collected: CollectedOptions;
  readonly isOnly: boolean;
  readonly context: Context;
}

/** A problem of an adapter's options, with its place in the configuration and the way to put it right. */
function placed(problem: Problem, { draft, fields, collected, isOnly, context }: Place): Problem {
  const name = problem.path.split('.')[0] ?? '';
  const path = problem.path === 'input' ? draft.label : `${draft.label}.${problem.path}`;
  const field = fields.find((candidate) => candidate.name === name);
  const source = collected.given.get(name)?.source;
  if (field === undefined) {
    return { ...problem, path, fix: [problem.fix, source && `(in ${source})`].filter(Boolean).join(' ') };
  }
  const variables = variablesOf(draft.path, field, isOnly);
  const variable = source !== undefined && variables.includes(source) ? source : (variables.at(-1) ?? '');
  const where = field.where === undefined ? '' : ` (${field.where})`;
  return { ...problem, path, variable, fix: `${howToFix(variable, source, context)}${where}.` };
}

function howToFix(variable: string, source: string | undefined, { env }: Context): string {
  if (source === variable) return `Change ${variable}`;
  if (source !== undefined) return `Change it in ${source}`;
  if (env[variable] === '') return `${variable} is set and empty: give it a value`;
  const misspelt = nearest(variable, Object.keys(env), 2);
  return misspelt === undefined ? `Set ${variable}` : `${misspelt} is set: rename it to ${variable}`;
}
