import { randomBytes } from 'node:crypto';

const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';

type Kind = 'order' | 'refund' | 'account' | 'picture';

/** An id that nobody can guess, for example `order_h3k9…`: 16 letters of 5 bits each. */
export function newId(kind: Kind): string {
  return `${kind}_${Array.from(randomBytes(16), (byte) => alphabet[byte % alphabet.length]).join('')}`;
}

/** Whether a text from outside has the form of such an id. */
export function isId(kind: Kind, text: unknown): text is string {
  return typeof text === 'string' && new RegExp(`^${kind}_[a-z2-9]{16}$`).test(text);
}
