import type { AttemptRecord } from './call.ts';
import { codes, type ErrorCode, isErrorCode, type Outcome } from './codes.ts';
import { redact, sharedByCopies } from './redaction.ts';

const brand = Symbol.for('patchbay.error');
const inspect = Symbol.for('nodejs.util.inspect.custom');

/** What the vendor said, as allow-listed scalars. `message` is redacted. */
export interface VendorError {
  /** The vendor's own code. */
  readonly code?: string;
  /** HTTP status of the answer. */
  readonly status?: number;
  /** The vendor's own words, without secrets and personal data. */
  readonly message?: string;
}

/** Everything an `IntegrationError` says. */
export interface ErrorDetails {
  /** One of the closed list `codes`. */
  readonly code: ErrorCode;
  /** Finer than the code, from the category's closed list; a reason belongs to exactly one code. */
  readonly reason?: string;
  /** What failed and at which provider. */
  readonly message: string;
  /** Whether the effect may have happened: read it before you repeat a write. */
  readonly outcome: Outcome;
  /** Whether the same call can succeed later. Never true after `applied`. */
  readonly retryable?: boolean;
  /** How long the vendor asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** `payments`, … */
  readonly category?: string;
  /** `stripe`, `sandbox`, … */
  readonly provider?: string;
  /** The instance's name, for example `uploads`. */
  readonly integration?: string;
  /** `<category>.<operation>`. */
  readonly operation?: string;
  /** The vendor's id of the request: quote it to the vendor's support. */
  readonly requestId?: string;
  /** Every attempt of the call, in order. */
  readonly attempts?: readonly AttemptRecord[];
  /** What the vendor said, where it answered. */
  readonly vendor?: VendorError;
  /** One sentence: what to do next. */
  readonly hint?: string;
  /** Several problems found at once: configuration, input. */
  readonly problems?: readonly Problem[];
}

/** One thing that is wrong: where, what was found (redacted), what was expected, how to fix it. */
export interface Problem {
  /** Where: `payments.stripe.secretKey`, `amount.minor`. */
  readonly path: string;
  /** Environment variable by which the value may be given. */
  readonly variable?: string;
  /** What is there; redacted. */
  readonly found?: string;
  /** What should be there. */
  readonly expected: string;
  /** What to do, one sentence. */
  readonly fix?: string;
}

/**
 * The one error that leaves Patchbay. Tell it apart by `IntegrationError.is(error, code?, reason?)`, which also
 * recognises errors of another copy of core; read `outcome` before you repeat a write.
 *
 * @example
 * try { await payments.create(input, { idempotencyKey }); }
 * catch (error) { if (IntegrationError.is(error, 'rate_limited')) await later(error.retryAfterMs); else throw error; }
 */
export class IntegrationError extends Error implements ErrorDetails {
  readonly code: ErrorCode;
  readonly outcome: Outcome;
  readonly retryable: boolean;
  readonly attempts: readonly AttemptRecord[];
  readonly hint: string;
  /** Slug of the error's page in the documentation. */
  readonly docs: string;
  declare readonly reason?: string;
  declare readonly retryAfterMs?: number;
  declare readonly category?: string;
  declare readonly provider?: string;
  declare readonly integration?: string;
  declare readonly operation?: string;
  declare readonly requestId?: string;
  declare readonly vendor?: VendorError;
  declare readonly problems?: readonly Problem[];

  constructor(details: ErrorDetails, raw?: unknown) {
    super(redact(details.message));
    Object.defineProperty(this, brand, { value: 1 });
    this.code = details.code;
    this.outcome = details.outcome;
    const repeatHelps = details.retryable ?? codes[details.code].retry === 'always';
    this.retryable = repeatHelps && details.outcome !== 'applied';
    this.attempts = details.attempts ?? [];
    this.hint = redact(details.hint ?? codes[details.code].hint);
    this.docs = `errors/${details.code}`;
    for (const key of optionalFields) {
      if (details[key] !== undefined)
        Object.defineProperty(this, key, { value: details[key], enumerable: true });
    }
    if (raw !== undefined) {
      (sharedByCopies().raw ??= new WeakMap()).set(this, raw);
      Object.defineProperty(this, 'cause', { value: safeCause(raw) });
    }
  }

  /**
   * True for an `IntegrationError` of any copy of core, with this code and reason where they are given. Also true for
   * what JSON has left of one, in a queue or from a worker: it has the fields, and `new IntegrationError(it)` gives it
   * the methods back.
   */
  static is<C extends ErrorCode>(
    error: unknown,
    code?: C,
    reason?: string,
  ): error is IntegrationError & { readonly code: C } {
    const { code: found, reason: why, docs } = fieldsOf(error);
    return (
      isErrorCode(found) &&
      docs === `errors/${found}` &&
      (code === undefined || found === code) &&
      (reason === undefined || why === reason)
    );
  }

  /** Redacted, stable, complete: what logs and queues should keep. */
  toJSON(): ErrorDetails & { readonly name: string; readonly docs: string } {
    const { code, outcome, retryable, attempts, hint, docs, message } = this;
    const fields = Object.fromEntries(
      optionalFields.flatMap((key) => (this[key] === undefined ? [] : [[key, this[key]]])),
    );
    return { name: 'IntegrationError', code, message, outcome, retryable, ...fields, attempts, hint, docs };
  }

  [inspect](_depth: number, _options: unknown, print: (value: unknown) => string = JSON.stringify): string {
    const { name: _name, message: _message, ...fields } = this.toJSON();
    return `${redact(this.stack ?? String(this))} ${print(fields)}`;
  }
}

Object.defineProperty(IntegrationError.prototype, 'name', { value: 'IntegrationError' });

const optionalFields = [
  'reason',
  'retryAfterMs',
  'category',
  'provider',
  'integration',
  'operation',
  'requestId',
  'vendor',
  'problems',
] as const satisfies readonly (keyof ErrorDetails)[];

/** Of an error of any copy of core, or of what JSON has left of one; nothing of an error that others made. */
function fieldsOf(error: unknown): { code?: unknown; reason?: unknown; docs?: unknown } {
  return error instanceof Error && !(brand in error) ? {} : (Object(error) as object);
}

/**
 * The vendor's own error behind an `IntegrationError`, or `undefined`. It may hold secrets and personal data:
 * read what you need from it, never log it.
 */
export function unwrap(error: unknown): unknown {
  return sharedByCopies().raw?.get(Object(error) as object); // of a string or null there is none
}

/** Name of the raw error, nothing that it carries. */
function safeCause(raw: unknown): Error {
  const cause = new Error(redact(`${nameOf(raw)}; see unwrap()`));
  cause.stack = String(cause);
  return cause;
}

function nameOf(raw: unknown): string {
  try {
    const name: unknown = raw instanceof Error ? raw.name : undefined;
    return typeof name === 'string' ? name : 'error';
  } catch {
    return 'error'; // it throws when it is read
  }
}
