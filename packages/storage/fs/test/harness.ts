import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { StartOptions } from '@patchbay/core/conformance';
import type { AnyStorage, FarObject, StorageHarness, StorageSubject } from '@patchbay/storage/conformance';
import { virtualClock } from '@patchbay/testing';
import { pendingFiles } from '@patchbay/testing/node';
import { capabilities } from '../src/capabilities.ts';
import { fsStorage } from '../src/index.ts';

const secrets = ['fs-harness-first-secret', 'fs-harness-second-secret'] as const;

/** The storage on files as the conformance suite drives it. */
export const harness: StorageHarness = { provider: 'fs', capabilities, start };

async function start({ policy, planted }: StartOptions<AnyStorage> = {}): Promise<StorageSubject> {
  const clock = virtualClock({ busy: pendingFiles });
  const root = await mkdtemp(join(tmpdir(), 'patchbay-fs-'));
  const options = { root, publicUrl: 'https://files.example/f', signingSecret: secrets };
  const setup = { clock, ...(policy !== undefined && { policy }) };
  // A planted factory takes what the adapter's own takes; the suite cannot know the type.
  const make = (): AnyStorage => planted?.factory?.(options as never, setup) ?? fsStorage(options, setup);
  const facades = [make()];
  const [facade = make()] = facades;
  await facade.check(); // the store is open
  return {
    facade,
    clock,
    settle: (promise) => clock.settle(promise),
    secrets,
    fixtures: { unknownUpload: { id: '0'.repeat(32), key: 'never/opened' }, unknownEtag: 'f'.repeat(32) },
    objects: () => readObjects(root),
    uploads: () => leftoversOf(root),
    fetch: async (request) => (await facade.pages(request)) ?? new Response('elsewhere', { status: 404 }),
    async another() {
      const other = make();
      facades.push(other);
      return other;
    },
    async [Symbol.asyncDispose]() {
      for (const each of facades) await each.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** What is on disk, read as a stranger to the adapter would: each index with the body that it names. */
export async function readObjects(root: string): Promise<readonly FarObject[]> {
  const files = await filesBelow(join(root, 'objects'));
  return Promise.all(
    files
      .filter((path) => path.endsWith('~index'))
      .map(async (path): Promise<FarObject> => {
        const {
          generation,
          format: _f,
          modifiedAt: _m,
          checksum: _c,
          ...kept
        } = JSON.parse(await readFile(path, 'utf8'));
        const body = await readFile(path.replace(/~index$/, `~${generation}`));
        return { ...kept, sha256: createHash('sha256').update(body).digest('hex') };
      }),
  );
}

/** Every file that no object needs, once nothing is under way any more: open uploads, bodies, locks. */
export async function leftoversOf(root: string): Promise<readonly string[]> {
  // Not the next turn of the loop: two that wait for each other's turn would wait for ever.
  do await setTimeout(1);
  while (pendingFiles());
  const files = (await filesBelow(root)).filter((path) => basename(path) !== 'signing-secret');
  const bodies = new Set<string>();
  for (const path of files.filter((file) => file.endsWith('~index'))) {
    const { generation } = JSON.parse(await readFile(path, 'utf8'));
    bodies.add(path.replace(/~index$/, `~${generation}`));
  }
  const left = files.filter((path) => {
    const isOwner = basename(path) === 'owner' && basename(dirname(dirname(path))) === 'writers';
    return !isOwner && !path.endsWith('~index') && !bodies.has(path);
  });
  const uploads = join(root, 'uploads');
  // An open upload is one thing, however many parts it has.
  return [...new Set(left.map((path) => (path.startsWith(uploads) ? dirname(path) : path)))];
}

async function filesBelow(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name));
}
