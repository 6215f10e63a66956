import type { StartOptions } from '@patchbay/core/conformance';
import type { AnyStorage, StorageHarness, StorageSubject } from '@patchbay/storage/conformance';
import { virtualClock } from '@patchbay/testing';
import { partsCapabilities, streamCapabilities, ToyStore, toyStorage } from './toy.ts';
import { hash } from './toy-store.ts';

/** The toy as the conformance suite drives it. */
export function toyHarness(kind: 'parts' | 'stream'): StorageHarness {
  const capabilities = kind === 'parts' ? partsCapabilities : streamCapabilities;
  return { provider: 'toy', capabilities, start: (options) => start(kind, options) };
}

async function start(
  kind: 'parts' | 'stream',
  { policy }: StartOptions<AnyStorage> = {},
): Promise<StorageSubject> {
  const clock = virtualClock();
  const store = new ToyStore(() => clock.now());
  const setup = { clock, ...(policy !== undefined && { policy }) };
  const facade = toyStorage(kind, { store }, setup);
  return {
    facade,
    clock,
    settle: (promise) => clock.settle(promise),
    secrets: [],
    fixtures: { unknownUpload: { id: 'up-0', key: 'cases/none' }, unknownEtag: 'etag-0' },
    objects: async () =>
      [...store.objects].map(([key, { bytes, etag: _etag, modifiedAt: _at, ...fields }]) => ({
        ...fields,
        key,
        sizeBytes: bytes.byteLength,
        sha256: hash(bytes),
      })),
    uploads: async () => [...store.uploads.keys()],
    fetch: async () => new Response(null, { status: 404 }),
    another: async () => toyStorage(kind, { store }, setup),
    [Symbol.asyncDispose]: () => facade.close(),
  };
}
