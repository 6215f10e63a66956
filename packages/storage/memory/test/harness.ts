import { createHash } from 'node:crypto';
import type { StartOptions } from '@patchbay/core/conformance';
import type { AnyStorage, FarObject, StorageHarness, StorageSubject } from '@patchbay/storage/conformance';
import { virtualClock } from '@patchbay/testing';
import { capabilities } from '../src/capabilities.ts';
import { MemoryStore, memoryStorage } from '../src/index.ts';

const secrets = ['memory-harness-first-secret', 'memory-harness-second-secret'] as const;

/** The storage in memory as the conformance suite drives it. */
export const harness: StorageHarness = { provider: 'memory', capabilities, start };

async function start({ policy, planted }: StartOptions<AnyStorage> = {}): Promise<StorageSubject> {
  const clock = virtualClock();
  const store = new MemoryStore();
  const options = { publicUrl: 'https://files.example/f', signingSecret: secrets, store };
  const setup = { clock, ...(policy !== undefined && { policy }) };
  // A planted factory takes what the adapter's own takes; the suite cannot know the type.
  const make = (): AnyStorage => planted?.factory?.(options as never, setup) ?? memoryStorage(options, setup);
  const facades = [make()];
  const [facade = make()] = facades;
  return {
    facade,
    clock,
    settle: (promise) => clock.settle(promise),
    secrets,
    fixtures: { unknownUpload: { id: '0'.repeat(32), key: 'never/opened' }, unknownEtag: 'f'.repeat(32) },
    objects: async () => [...store.objects.values()].map(toFarObject),
    uploads: async () => [...store.uploads.keys()],
    fetch: async (request) => (await facade.pages(request)) ?? new Response('elsewhere', { status: 404 }),
    async another() {
      const facade = make();
      facades.push(facade);
      return facade;
    },
    async [Symbol.asyncDispose]() {
      for (const facade of facades) await facade.close();
    },
  };
}

type Kept = MemoryStore['objects'] extends Map<string, infer O> ? O : never;

function toFarObject({ bytes, etag: _etag, modifiedAt: _at, checksum: _sum, ...kept }: Kept): FarObject {
  return { ...kept, sha256: createHash('sha256').update(bytes).digest('hex') };
}
