/** How Acme says no. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  /** What stands in the answer beside the error: the charge that failed, say. */
  readonly beside: object;

  constructor(status: number, code: string, message = `Refused: ${code}.`, beside: object = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.beside = beside;
  }
}
