import type { Problem } from '@patchbay/core';
import { type InspectedInstance, type InspectedOption, variableOf } from '@patchbay/core/node';
import { compare, type Difference } from './compare.ts';
import { style } from './style.ts';
import { toTable } from './table.ts';

/** One instance before and after a change of provider. */
export interface SwapPlan {
  readonly path: string;
  readonly provider: string;
  /** Absent where the present provider cannot be loaded. */
  readonly from: InspectedInstance | undefined;
  readonly to: InspectedInstance;
  /** What the application needs and the new provider does not have. */
  readonly unmet: readonly Problem[];
  readonly areNeedsKnown: boolean;
}

/** The plan as a report for people. */
export function swapToText(plan: SwapPlan): string {
  const { path, provider, from, to } = plan;
  const title = `${path}: ${from?.adapter.provider ?? '(unknown)'} to ${to.adapter.provider}`;
  const options = to.options.map((option) => describeOption(option));
  return [
    style('bold', title),
    ...(from === undefined ? [] : differences(from, to)),
    ...(options.length === 0 ? [] : ['', 'Variables', toTable(options, '  ')]),
    '',
    'Needs of the application',
    ...needs(plan),
    '',
    'The one line to change',
    `  ${variableOf(path.split('.'), 'provider')}=${provider}`,
  ].join('\n');
}

/** The plan as data. Never holds a value of an option. */
export function swapToData({ path, from, to, provider, unmet, areNeedsKnown }: SwapPlan): object {
  return {
    instance: path,
    from: from?.adapter.provider,
    to: to.adapter.provider,
    ...(from !== undefined && compare(from.adapter, to.adapter)),
    variables: to.options.map((option) => ({
      option: option.field.name,
      variable: variableFor(option),
      required: option.field.required,
      source: option.source,
    })),
    needs: { known: areNeedsKnown, unmet },
    change: `${variableOf(path.split('.'), 'provider')}=${provider}`,
  };
}

function differences(from: InspectedInstance, to: InspectedInstance): readonly string[] {
  const { operations, traits, limits } = compare(from.adapter, to.adapter);
  return [
    ...differenceLines('Operations', operations),
    ...differenceLines('Traits', traits),
    ...limits.flatMap((limit) => [
      '',
      sentenceCase(limit.name),
      `  now   ${limit.from}`,
      `  then  ${limit.to}`,
    ]),
  ];
}

function differenceLines(title: string, { gained, lost }: Difference): readonly string[] {
  if (gained.length === 0 && lost.length === 0) return ['', title, '  the same'];
  return [
    '',
    title,
    ...gained.map((name) => style('green', `  + ${name}`)),
    ...lost.map((name) => style('red', `  - ${name}`)),
  ];
}

function sentenceCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function describeOption(option: InspectedOption): readonly string[] {
  const { field, source } = option;
  const state = source === undefined ? (field.required ? 'missing' : 'not set') : `set by ${source}`;
  return [variableFor(option), field.required ? 'required' : 'optional', state, field.where ?? ''];
}

/** The variable that holds the option, or the vendor's own where that serves. */
function variableFor({ variables, source = '' }: InspectedOption): string {
  return variables.includes(source) ? source : (variables.at(-1) ?? '');
}

function needs({ unmet, areNeedsKnown }: SwapPlan): readonly string[] {
  if (!areNeedsKnown) return ['  not known (see --requirements)'];
  if (unmet.length === 0) return [style('green', '  all met')];
  return unmet.map(({ expected, found = 'not met' }) => style('red', `  not met: ${expected} (${found})`));
}
