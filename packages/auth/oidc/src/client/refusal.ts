/** The provider's refusal of a request, as RFC 6749 §5.2 or RFC 6750 §3 has it. */
export interface Refusal {
  readonly status: number;
  /** The member `error` of the body, or of the challenge in the header. */
  readonly error: string;
  readonly description: string | undefined;
}

/** A refusal, thrown. */
export class RefusalError extends Error {
  override readonly name = 'RefusalError';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.error);
    this.refusal = refusal;
  }
}

/** The refusal that was thrown, if it was one. */
export function toRefusal(thrown: unknown): Refusal | undefined {
  return thrown instanceof RefusalError ? thrown.refusal : undefined;
}
