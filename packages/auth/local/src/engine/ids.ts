import { createHash, randomBytes } from 'node:crypto';

/** A fresh id of a person, for example `usr_3f9c…`. From the machine's own entropy, never from a seeded one. */
export function newUserId(): string {
  return `usr_${randomBytes(12).toString('hex')}`;
}

/** The same id for the same name, so that a person from the options is the same one after each start. */
export function stableUserId(name: string): string {
  return `usr_${digestOf(name).slice(0, 24)}`;
}

/** SHA-256 in hexadecimal. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
