import { assert, assertEqual } from '@patchbay/core/conformance';
import type { PresignedRequest } from '../../presign.ts';
import type { StorageRow } from '../define.ts';
import type { RequestChanges, StorageScene } from '../scene.ts';

/** The content of an object that only holders of the link may read. */
export const secret = 'A postcard for holders of the link.';

/** Options that are none, or that would smuggle a header. */
export function refusedOptions(trait: 'presign.get' | 'presign.put'): StorageRow {
  return {
    title: 'Options that do not exist, or that hold a line break, are refused.',
    parameters: trait,
    needs: { traits: [trait] },
    async run({ storage, ...scene }) {
      const [, method] = trait.split('.');
      for (const options of [{ nonsense: true }, { contentType: 'text/plain\r\nset-cookie: a=b' }]) {
        const call = method === 'get' ? storage.presign.get('a', options) : storage.presign.put('a', options);
        const settled = await scene.subject.settle(call);
        assert(settled.status === 'rejected', `${JSON.stringify(options)} is refused`);
      }
    },
  };
}

/** Fails unless the request says truly what it is. */
export function assertPromise(
  { clock }: StorageScene,
  { method, expiresAt, enforces, url }: PresignedRequest,
  expected: PresignedRequest['method'],
  seconds: number,
): void {
  assertEqual(method, expected, 'method');
  const leftMs = expiresAt.getTime() - clock.now();
  assert(Math.abs(leftMs - seconds * 1000) <= 1000, `it says when it ends, found ${leftMs} ms from now`);
  for (const fact of ['method', 'key', 'expiry'] as const)
    assert(enforces.includes(fact), `the provider enforces ${fact}`);
  assert(URL.canParse(url), 'the URL is one');
}

/** Fails unless the provider refuses what a stranger does otherwise. */
export async function assertRefused(
  scene: StorageScene,
  presigned: PresignedRequest,
  changes: RequestChanges = {},
  status?: number,
): Promise<void> {
  const response = await scene.use(presigned, changes);
  const text = await scene.value(response.text());
  const isRefused = response.status >= 400 && response.status < 500;
  assert(isRefused, `${JSON.stringify(changes)} is refused, found ${response.status}`);
  if (status !== undefined) assertEqual(response.status, status, 'status');
  assert(!text.includes(secret), 'a refusal does not show the object');
}

/** The last segment of a key: how a URL names it, whatever stands before. */
export function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}
