import { virtualClock } from '@patchbay/testing';
import { MemoryStore, memoryStorage } from '../../src/index.ts';

/** A store with its pages, and a stranger who visits them. */
export function setUp(signingSecret: readonly string[] = ['a-signing-secret'], store = new MemoryStore()) {
  const clock = virtualClock();
  const storage = memoryStorage({ publicUrl: 'https://shop.example/files', signingSecret, store }, { clock });
  const visit = async (url: string | URL, init?: RequestInit): Promise<Response> =>
    (await storage.pages(new Request(url, init))) ?? new Response('elsewhere', { status: 599 });
  return { clock, storage, store, visit };
}
