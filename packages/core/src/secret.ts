import { rememberPassingSecret, rememberSecret } from './redaction.ts';

const brand = Symbol.for('patchbay.secret');
const inspect = Symbol.for('nodejs.util.inspect.custom');

/** A value that never prints: `String`, `JSON.stringify` and `util.inspect` all give `[secret]`. */
export class Secret {
  readonly #value: string;

  /** @throws `TypeError` when the value is blank: a blank secret verifies nothing. */
  constructor(value: string, lifetime: 'lasting' | 'passing' = 'lasting') {
    if (value.trim() === '') throw new TypeError('A secret must not be blank.');
    this.#value = value;
    if (lifetime === 'lasting') rememberSecret(value);
    else rememberPassingSecret(value);
  }

  /**
   * A secret of which there is no end, such as a user's token. It never prints either; in what others print, errors
   * for example, the latest 256 are found, so that they do not fill the memory.
   * @throws `TypeError` when the value is blank.
   */
  static passing(value: string): Secret {
    return new Secret(value, 'passing');
  }

  /** The value itself. Keep it out of logs, messages and objects that may be printed. */
  reveal(): string {
    return this.#value;
  }

  /** True for a `Secret` of any copy of core. */
  static is(value: unknown): value is Secret {
    return typeof value === 'object' && value !== null && brand in value;
  }

  get [brand](): 1 {
    return 1;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect](): string {
    return '[secret]';
  }
}

/**
 * Wraps a value so that it never prints.
 * @throws `TypeError` when the value is blank.
 * @example const payments = stripePayments({ secretKey: secret(await vault.read('stripe')) });
 */
export function secret(value: string): Secret {
  return new Secret(value);
}

/** Where an adapter's option is secret: plain text, or a `Secret`. */
export type SecretInput = string | Secret;
