import type { FarObject } from '@patchbay/storage/conformance';

/** What Acme holds: routes write it, tests read it. */
export interface AcmeBooks {
  readonly objects: Map<string, AcmeStoredObject>;
  /** Uploads that are open. */
  readonly uploads: Set<string>;
}

/** An object with its bytes. */
export interface AcmeStoredObject extends FarObject {
  readonly bytes: Uint8Array;
  readonly etag: string;
}

/** Empty books. */
export function newBooks(): AcmeBooks {
  return { objects: new Map(), uploads: new Set() };
}
