import type { JobsCapabilities } from '@patchbay/jobs';
import type { AnyJobs, JobsSubject } from '@patchbay/jobs/conformance';
import { type BrokenDriver, type Defect, type FacadeDefect, type Harmless, type Method, replace } from '../broken.ts';

export type JobsDriver = BrokenDriver<JobsSubject, JobsCapabilities>;
export type JobsDefect = Defect<JobsSubject, JobsCapabilities>;
export type JobsHarmless = Harmless<JobsSubject, JobsCapabilities>;
export type Fields = Readonly<Record<string, unknown>>;

/** A defect with its names, on the provider in memory. */
export function driver(id: string, what: string, caughtBy: string, defect: JobsDefect): JobsDriver {
  return { id, what, caughtBy, on: 'memory', defect };
}

/** One operation, or method, is done otherwise. */
export function instead(
  operation: string,
  make: (jobs: AnyJobs, original: Method, subject: JobsSubject) => Method,
): JobsDefect {
  return { facade: (jobs, subject) => replace(jobs, operation, (original) => make(jobs, original, subject)) };
}

/** The input of some operations is another one. */
export function inputs(operations: readonly string[], change: (input: Fields) => unknown): FacadeDefect {
  return {
    facade: (facade) =>
      operations.reduce(
        (broken, operation) =>
          replace(broken, operation, (original) => (input, ...rest) => original(change(toFields(input)), ...rest)),
        facade,
      ),
  };
}

/** What an operation resolves to is another thing. */
export function results(operation: string, change: (result: unknown) => unknown): JobsDefect {
  return instead(operation, (_jobs, original) => async (...given) => change(await original(...given)));
}

/** Every job that a claim gives is another one. */
export function claims(change: (job: Fields) => Fields): JobsDefect {
  return results('claim', (jobs) => listOf(jobs).map(change));
}

/** Every operation that names a job. */
export const named = ['enqueue', 'get', 'complete', 'retry', 'bury', 'dead.redrive', 'dead.discard'] as const;

/** Every id is another one. */
export function ids(change: (id: string) => string): FacadeDefect {
  return inputs(named, (input) => {
    const { id } = input;
    return typeof id === 'string' ? { ...input, id: change(id) } : input;
  });
}

/** Every payload is another one. */
export function payloads(change: (json: string) => string): FacadeDefect {
  return inputs(['enqueue'], (input) => {
    const json = JSON.stringify(input['payload']);
    return { ...input, payload: JSON.parse(change(json ?? 'null')) };
  });
}

export function toFields(input: unknown): Fields {
  return { ...Object(input) };
}

/** The jobs in an answer. */
export function listOf(answer: unknown): readonly Fields[] {
  return Array.isArray(answer) ? answer.map(toFields) : [];
}

/** The text in a field of an input; the cases give it. */
export function textOf(input: unknown, field: string): string {
  return String(toFields(input)[field]);
}

/** What names a job in an input. */
export function jobOf(input: unknown): { readonly queue: string; readonly id: string } {
  return { queue: textOf(input, 'queue'), id: textOf(input, 'id') };
}

/** What names a job that is ours in an input. */
export function heldOf(input: unknown) {
  return { ...jobOf(input), token: textOf(input, 'token') };
}
