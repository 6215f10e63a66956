/** One request of a rejection row. The runner adds a valid key and a valid version unless a header is given here. */
export interface RejectionRequest {
  readonly method: 'GET' | 'POST' | 'DELETE' | 'PUT';
  readonly path: string;
  /** Form parameters. `{0.id}`, here or in the path, is the field `id` of the first answer of `before`. */
  readonly form?: Readonly<Record<string, string>>;
  /** Headers that differ from the valid ones; an empty text leaves the header out. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A body as it is, instead of a form. */
  readonly body?: string;
}

/** A request that Stripe rejects, and how. */
export interface RejectionRow {
  readonly id: string;
  /** Requests that set the stage. They are not rejected, but a card may be declined in them. */
  readonly before?: readonly RejectionRequest[];
  readonly request: RejectionRequest;
  readonly status: number;
  readonly type: 'invalid_request_error' | 'idempotency_error' | 'card_error' | 'api_error';
  /** Absent if Stripe sends no code. */
  readonly code?: string;
  readonly param?: string;
  /** The vendor page, the SDK's types, or a public thread that quotes Stripe's answer. */
  readonly source: string;
  /**
   * `documented`: the source says it. `observed`: the source quotes a real answer. `inferred`: the source states
   * the rule; status, code and param follow Stripe's habit and await the live lane.
   */
  readonly basis: 'documented' | 'observed' | 'inferred';
}
