/** How Acme says no. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message = 'Refused.') {
    super(message);
    this.status = status;
    this.code = code;
  }
}
