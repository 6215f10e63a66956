import type { SendgridFakeOptions } from '../types.ts';

/** One request of a rejection row. The runner adds a valid key and content type unless a header is given. */
export interface RejectionRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `{batch}` stands for a batch id that was made before. */
  readonly path: string;
  /** Headers that differ from the valid ones; an empty text leaves the header out. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. `{batch}` in a text stands for a batch id that was made before. */
  readonly json?: unknown;
  /** A body as it is, instead of JSON. */
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** A request that SendGrid rejects, and how. */
export interface RejectionRow {
  readonly id: string;
  /** What the account has. Default: the fake's own defaults. */
  readonly options?: SendgridFakeOptions;
  /** Requests that set the stage. */
  readonly before?: readonly RejectionRequest[];
  readonly request: RejectionRequest;
  readonly status: number;
  /** The field of each problem in the answer. */
  readonly fields: readonly (string | null)[];
  /** The vendor's page or specification, or a public thread that quotes SendGrid's answer. */
  readonly source: string;
  /**
   * `documented`: the source says it. `observed`: the source quotes a real answer. `inferred`: the source states
   * the rule, or its limit; status and field follow SendGrid's habit and await the live lane.
   */
  readonly basis: 'documented' | 'observed' | 'inferred';
}
