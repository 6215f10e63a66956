import { styleText } from 'node:util';
import type { Problem } from '@patchbay/core';
import { formatProblems } from '@patchbay/core/node';

type Format = 'bold' | 'dim' | 'red' | 'green';

/** Colours a text where the output is a terminal that wants colour. */
export function style(format: Format, text: string): string {
  const wantsColour = process.stdout.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  return wantsColour ? styleText(format, text) : text;
}

/** All problems of a configuration, for a terminal. */
export function problemReport(problems: readonly Problem[]): string {
  return formatProblems(problems).replace(/^.*/, (title) => style('red', title));
}
