import type { FarSide } from './far-side.ts';

/** A request that is about to leave, and what takes it back. */
export type Leaving = RequestInit & { readonly signal: AbortSignal };

/** The way from a process to the accounts of a vendor. */
export interface Line {
  /** Whether real sockets have work under way; absent where there are none. */
  isBusy?(): boolean;
  /** Forgets the script before. */
  reset?(): void;
  /** Where the vendor's SDK is sent for an account. */
  url(account: number): string;
  /** Takes one request there, and the answer back, as `fetch` does. */
  send(farSide: FarSide, account: number, input: string | URL | Request, init: Leaving): Promise<Response>;
}
