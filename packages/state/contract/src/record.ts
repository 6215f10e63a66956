/** What is kept under a key. */
export interface StateRecord {
  readonly key: string;
  /** Text, exactly as it was written. */
  readonly value: string;
  /** From when on it is absent, by the store's clock; without it never. */
  readonly expiresAt?: Date;
}

/** Names a record. A key has 1 to 512 octets of UTF-8, without control characters, and is never normalised. */
export interface KeyInput {
  readonly key: string;
}

/** How long a record lives. */
export interface Life {
  /** Milliseconds from the write on, 1 to ten years, by the store's clock. Default: for ever. */
  readonly ttlMs?: number;
}

/** A record to be written. */
export interface PutRecord extends KeyInput, Life {
  /** Text of at most 256 KiB of UTF-8. */
  readonly value: string;
}

/** What became of a record that was to be written where there is none. */
export interface PutIfAbsentResult {
  /** It was absent, and is written. */
  readonly isNew: boolean;
  /** What is there now: the value that was given, or the one that was there before. */
  readonly value: string;
}

/** A change that depends on what is there. Both values have to be said, be they `undefined`. */
export interface CompareAndSwap extends KeyInput, Life {
  /** What must be there, compared by content; `undefined`: nothing. */
  readonly expected: string | undefined;
  /** What is to be there; `undefined`: nothing. */
  readonly value: string | undefined;
}

/** What became of a change that depends on what is there. */
export interface CasResult {
  readonly isSwapped: boolean;
  /** What is there now; absent where nothing is. */
  readonly value?: string;
}

/** A counter to be moved. */
export interface Increment extends KeyInput {
  /** A whole number, also below 0. Default: 1. */
  readonly by?: number;
  /** Life of a counter that begins with this call; one that is there keeps its own. Default: for ever. */
  readonly ttlMs?: number;
}

/** A counter after it was moved. */
export interface Counter {
  readonly value: number;
}

/** Which keys to list. */
export interface ListKeys {
  /** How they begin, octet by octet: nothing in it is a pattern. Default: all. */
  readonly prefix?: string;
}
