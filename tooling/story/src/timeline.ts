import type { Page } from './browser.ts';

/** One call of an integration, as the page of an order tells it. */
export interface CallRow {
  /** With its category: `email.send`. */
  readonly operation: string;
  readonly provider: string;
  /** Where the provider has several. */
  readonly account: string | undefined;
  readonly attempts: number;
  /** How each attempt ended, where there were several: a status, a code, or both, after its step if it has one. */
  readonly ends: readonly string[];
  /** `done`, or the outcome of the failure and its code. */
  readonly outcome: string;
}

const call =
  /([a-z]+\.[a-z.]+) (\w+)(?: \((\w+)\))? (no|\d+) attempts? (.*?)(done|applied, answer lost|unknown \w+|not applied \w+)/g;
const attempt = /\d(?: (\w+))?: (?:waited [\d.]+ ms, then )?(.+?) in [\d.]+ ms/g;

/** The calls of an operation on the page of an order, oldest first. */
export function callsOn({ text }: Pick<Page, 'text'>, operation: string): readonly CallRow[] {
  return [...text.matchAll(call)].map(toRow).filter((row) => row.operation === operation);
}

function toRow(found: RegExpMatchArray): CallRow {
  const [, operation = '', provider = '', account, count = '', between = '', outcome = ''] = found;
  const ends = [...between.matchAll(attempt)].map(([, step, end = '']) => (step ? `${step} ${end}` : end));
  return { operation, provider, account, attempts: count === 'no' ? 0 : Number(count), ends, outcome };
}

/** `email.send by sendgrid (main): 1 attempt, unknown provider_unavailable` */
export function tellCall({ operation, provider, account, attempts, ends, outcome }: CallRow): string {
  const by = account === undefined ? provider : `${provider} (${account})`;
  const each = ends.length === 0 ? '' : ` (${ends.join(', then ')})`;
  return `${operation} by ${by}: ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}${each}, ${outcome}`;
}
