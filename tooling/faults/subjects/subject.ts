import type { FaultName } from '../faults.ts';

/** Somebody who makes one write at a vendor: the vendor's SDK as it comes, or an adapter of ours. */
export interface Subject {
  /** What may never be printed, by what it is. */
  readonly secrets: Readonly<Record<'credential' | 'personal data', readonly string[]>>;
  /** Makes the client, with nothing set but where the vendor is and who calls. */
  open(address: URL, fault: FaultName): Promise<Opened>;
}

/** A client that is ready: everything that it needs is loaded. */
export interface Opened {
  /** Makes the write, once. */
  write(): Promise<unknown>;
  /** What a call that resolves tells its caller. */
  told(result: unknown): Told;
  /** Lets go of what the client offers to let go of. */
  close(): Promise<void>;
}

export interface Told {
  /** True where the caller takes it for done. */
  readonly done: boolean;
  readonly words: string;
}
