import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import type { SignatureV4 } from '@smithy/signature-v4';

type Constructor = ConstructorParameters<typeof SignatureV4>[0]['sha256'];
type Checksum = InstanceType<NonNullable<Constructor>>;
type Source = Parameters<Checksum['update']>[0];

/** SHA-256 of Node, or HMAC where there is a secret, in the form that the signer asks for. */
export class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: Source) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', toBytes(secret));
  }

  update(data: Source): void {
    this.#hash.update(toBytes(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  /** The signer makes a new one for each digest. */
  reset(): never {
    throw new Error('It cannot be used twice.');
  }
}

function toBytes(data: Source): string | Uint8Array {
  if (typeof data === 'string') return data;
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
