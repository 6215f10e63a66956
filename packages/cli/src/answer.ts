import type { Problem } from '@patchbay/core';
import { problemReport } from './style.ts';

/** What a command says, and the exit status: 0 all is well, 1 there are problems, 2 the command line is wrong. */
export interface Answer {
  readonly status: 0 | 1 | 2;
  readonly text: string;
}

/** Data for other programs. */
export function toJson(data: object): string {
  return JSON.stringify(data, null, 2);
}

/** Problems that leave nothing else to say. */
export function refusal(problems: readonly Problem[], isJson: boolean): Answer {
  return { status: 1, text: isJson ? toJson({ ok: false, problems }) : problemReport(problems) };
}
