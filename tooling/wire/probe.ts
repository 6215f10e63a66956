import type { BaseSubject } from '@patchbay/core/conformance';

/** One write of a category, by which its adapters are proved on the wire. */
export interface Probe<Subject extends BaseSubject = BaseSubject> {
  /** The operation, as in the ids of the conformance cases. */
  readonly operation: string;
  /** `money`: keyed, one attempt may take as long as the whole call. */
  readonly kind: 'money' | 'keyed' | 'natural';
  /** Personal data of the input: none of it may appear in anything that prints. */
  readonly personal: readonly string[];
  /** Faults, by their name in the table, that say nothing about this write. */
  readonly except?: readonly string[];
  /** What may come beside the facade; each is given a fresh account. */
  readonly results?: readonly ExpectedResult<Subject>[];
  /** Makes the write once, with the personal data in its input. */
  write(subject: Subject, options: { readonly idempotencyKey: string }): Promise<unknown>;
  /** How often it was done, as the far side counts. Absent where doing it again adds what nobody misses. */
  effects?(subject: Subject): Promise<number>;
}

/** An answer of the vendor that is a result, not an error. */
export interface ExpectedResult<Subject extends BaseSubject = BaseSubject> {
  readonly what: string;
  readonly requests: number;
  call(subject: Subject): Promise<unknown>;
  /** What is wrong with it, one phrase each. */
  wrong(result: unknown): readonly string[];
}
