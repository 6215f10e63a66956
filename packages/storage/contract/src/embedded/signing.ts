/** The secrets that sign URLs: the first one signs, all of them verify. */
export class SigningKeys {
  readonly #secrets: () => Promise<readonly string[]>;
  #keys: Promise<readonly SigningKey[]> | undefined;

  /** @param secrets Asked once, when the first URL is signed or verified. */
  constructor(secrets: () => Promise<readonly string[]>) {
    this.#secrets = secrets;
  }

  /** Name of the key that signs now: not secret, and another one for each secret. */
  async currentId(): Promise<string> {
    const [first] = await this.#load();
    return first?.id ?? '';
  }

  /** HMAC-SHA-256 in hexadecimal, by the key of that name. */
  async sign(id: string, text: string): Promise<string> {
    const key = await this.#find(id);
    return key === undefined ? '' : toHex(await crypto.subtle.sign('HMAC', key.key, toBytes(text)));
  }

  /** Compares in constant time: `verify` of WebCrypto does. */
  async verify(id: string, text: string, signature: string): Promise<boolean> {
    const key = await this.#find(id);
    if (key === undefined || !/^[0-9a-f]{64}$/.test(signature)) return false;
    return crypto.subtle.verify('HMAC', key.key, fromHex(signature), toBytes(text));
  }

  async #find(id: string): Promise<SigningKey | undefined> {
    return (await this.#load()).find((key) => key.id === id);
  }

  #load(): Promise<readonly SigningKey[]> {
    this.#keys ??= this.#import().catch((error: unknown) => {
      this.#keys = undefined; // a later call may find the disk back
      throw error;
    });
    return this.#keys;
  }

  async #import(): Promise<readonly SigningKey[]> {
    return Promise.all((await this.#secrets()).map(toKey));
  }
}

interface SigningKey {
  readonly id: string;
  readonly key: Awaited<ReturnType<typeof crypto.subtle.importKey>>;
}

async function toKey(secret: string): Promise<SigningKey> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', toBytes(secret), algorithm, false, ['sign', 'verify']);
  const mark = await crypto.subtle.sign('HMAC', key, toBytes('patchbay signed url key id'));
  return { id: toHex(mark).slice(0, 8), key };
}

function toBytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function toHex(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
