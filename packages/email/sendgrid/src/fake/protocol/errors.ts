/** One entry of SendGrid's error envelope. */
export interface Problem {
  readonly message: string;
  /** Path of the offending field: `personalizations.0.to.0.email`. */
  readonly field: string | null;
  readonly help?: string;
}

/** A request that SendGrid answers with an error envelope. */
export class Rejection extends Error {
  readonly status: number;
  readonly problems: readonly Problem[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, problems: readonly Problem[], headers: Readonly<Record<string, string>> = {}) {
    super(problems.map(({ message }) => message).join(' '));
    this.status = status;
    this.problems = problems;
    this.headers = headers;
  }
}

/** A rejection with one problem. */
export function rejection(status: number, message: string, field: string | null = null): Rejection {
  return new Rejection(status, [{ message, field }]);
}

/** SendGrid's answer to a request that it cannot make sense of. */
export function badRequest(): Rejection {
  return rejection(400, 'Bad Request');
}

/** The body of the answer: https://docs.sendgrid.com/api-reference/mail-send/errors (2026-11-22) */
export function envelope({ problems }: Rejection): object {
  return { errors: problems.map(({ message, field, help = null }) => ({ message, field, help })) };
}
