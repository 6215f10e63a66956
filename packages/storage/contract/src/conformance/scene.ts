import { assert, assertEqual, Scene } from '@patchbay/core/conformance';
import type { BodyInput } from '../body.ts';
import type { StorageCapabilities } from '../capabilities.ts';
import type { ObjectInfo, PutResult } from '../object.ts';
import type { PresignedRequest } from '../presign.ts';
import { storageReasons } from '../reasons.ts';
import type { StoredObject } from '../stored-object.ts';
import type { PutOptions } from '../upload.ts';
import type { PartInfo, UploadSession } from '../uploads.ts';
import type { AnyStorage, BodyFaults, FarObject, StorageFixtures, StorageSubject } from './harness.ts';

/** One fresh store as the cases use it, with the steps that many cases share. */
export class StorageScene extends Scene<StorageSubject> {
  readonly storage: AnyStorage;
  readonly fixtures: StorageFixtures;
  #keys = 0;

  constructor(subject: StorageSubject) {
    super(subject, storageReasons);
    this.storage = subject.facade;
    this.fixtures = subject.fixtures;
  }

  get capabilities(): StorageCapabilities {
    // The subject's facade is of this category.
    return this.storage.capabilities as StorageCapabilities;
  }

  /** What the wire can do to bodies. */
  get bodies(): BodyFaults {
    const { bodies } = this.subject;
    assert(bodies !== undefined, 'a subject with a wire can plan faults of bodies');
    return bodies;
  }

  /** Bytes of the smallest part that is not the last. */
  get partBytes(): number {
    const { upload } = this.capabilities;
    return upload.kind === 'parts' ? upload.minPartBytes : 256 * 1024;
  }

  /** A key that is new in this store. */
  key(name = 'object'): string {
    this.#keys += 1;
    return `cases/${name}-${this.#keys}`;
  }

  put(key: string, body: BodyInput = 'A postcard.', options: PutOptions = {}): Promise<PutResult> {
    return this.value(this.storage.put(key, body, options));
  }

  /** An object that is there, by a new key. */
  async made(body: BodyInput = 'A postcard.', options: PutOptions = {}): Promise<PutResult> {
    return this.put(this.key(), body, options);
  }

  async open(key: string): Promise<StoredObject> {
    return this.value(this.storage.get(key));
  }

  async text(key: string): Promise<string> {
    return this.value((await this.open(key)).text());
  }

  async head(key: string): Promise<ObjectInfo> {
    return this.value(this.storage.head(key));
  }

  /** An object as the far side keeps it. */
  async far(key: string): Promise<FarObject | undefined> {
    return (await this.subject.objects()).find((object) => object.key === key);
  }

  /** Every key on the far side, in the order of the keys' UTF-16 units. */
  async farKeys(): Promise<readonly string[]> {
    return (await this.subject.objects()).map(({ key }) => key).toSorted();
  }

  /** Fails unless the far side holds exactly these bytes under the key. */
  async assertStored(key: string, bytes: Uint8Array | string): Promise<FarObject> {
    const object = await this.far(key);
    assert(object !== undefined, `the far side has an object under ${JSON.stringify(key)}`);
    const expected = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
    const wanted = { sizeBytes: expected.byteLength, sha256: await sha256(expected) };
    assertEqual({ sizeBytes: object.sizeBytes, sha256: object.sha256 }, wanted, 'what the far side holds');
    return object;
  }

  /** Fails unless nothing is left of writes that failed. */
  async assertNoDebris(): Promise<void> {
    assertEqual(await this.subject.uploads(), [], 'open uploads and temporary debris');
  }

  async session(key = this.key('upload')): Promise<UploadSession> {
    return this.value(this.storage.uploads.create({ key }));
  }

  part(session: UploadSession, number: number, body: Uint8Array): Promise<PartInfo> {
    return this.value(this.storage.uploads.put({ session, number, body }));
  }

  /** Uses a presigned URL as a stranger does, exactly as it says or with changes. */
  use(presigned: PresignedRequest, changes: RequestChanges = {}): Promise<Response> {
    const { method = presigned.method, url = presigned.url, headers, body } = changes;
    const init = {
      method,
      headers: { ...presigned.headers, ...headers },
      ...(body !== undefined && { body }),
    };
    return this.value(this.subject.fetch(new Request(url, init)));
  }
}

/** What a stranger does otherwise than the presigned request says. */
export interface RequestChanges {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** Lower-case hexadecimal. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
