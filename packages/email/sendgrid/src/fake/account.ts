import type {
  AcceptedMail,
  AcceptedRecipient,
  SendgridEvent,
  SendgridFakeOptions,
  SuppressionEntry,
  SuppressionList,
} from './types.ts';

/** What a running account holds. */
export interface Account {
  readonly options: SendgridFakeOptions;
  readonly mails: StoredMail[];
  readonly events: SendgridEvent[];
  /** Batch ids with the time of their making, in Unix seconds. */
  readonly batches: Map<string, number>;
  /** Batches that are cancelled or paused. */
  readonly holds: Map<string, 'cancel' | 'pause'>;
  readonly lists: Map<SuppressionList, Map<string, StoredSuppression>>;
  credits: number;
  /** Unix time in seconds. */
  now(): number;
}

export interface StoredMail extends AcceptedMail {
  readonly recipients: StoredRecipient[];
}

export type StoredRecipient = { -readonly [Key in keyof AcceptedRecipient]: AcceptedRecipient[Key] };

export interface StoredSuppression extends SuppressionEntry {
  readonly email: string;
  readonly created: number;
}

export function createAccount(options: SendgridFakeOptions): Account {
  const milliseconds = options.now ?? Date.now;
  return {
    options,
    mails: [],
    events: [],
    batches: new Map(),
    holds: new Map(),
    lists: new Map(),
    credits: options.credits ?? Number.POSITIVE_INFINITY,
    now: () => Math.floor(milliseconds() / 1000),
  };
}

/** A fresh id of 22 URL-safe characters, as SendGrid makes them. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''));
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  // A loop, because Uint8Array.from takes seconds for the 30 MB that a mail may have.
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = characters.charCodeAt(index);
  return bytes;
}

export function listOf(account: Account, name: SuppressionList): Map<string, StoredSuppression> {
  const list = account.lists.get(name) ?? new Map<string, StoredSuppression>();
  account.lists.set(name, list);
  return list;
}

export function suppress(
  account: Account,
  name: SuppressionList,
  email: string,
  entry: SuppressionEntry = {},
): void {
  const address = email.toLowerCase();
  listOf(account, name).set(address, { email: address, created: account.now(), ...entry });
}
