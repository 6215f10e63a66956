import { randomUUID } from 'node:crypto';
import { systemClock } from '@patchbay/core';
import type { SettledCall } from '@patchbay/core/conformance';
import type { StorageHarness } from '@patchbay/storage/conformance';
import { type S3StorageOptions, s3Storage, s3StorageCapabilities } from '@patchbay/storage-s3';
import { farSide } from './far-side.ts';

/** A server that speaks S3's API, and who may use it. */
export interface PeerServer extends AsyncDisposable {
  readonly url: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The S3 adapter over a server that we did not write: each subject has a bucket of its own, in real time. */
export function peerHarness(
  provider: string,
  server: () => PeerServer,
  dialect: NonNullable<S3StorageOptions['dialect']>,
): StorageHarness {
  return {
    provider,
    capabilities: s3StorageCapabilities,
    async start({ credential = 'right', policy } = {}) {
      const { url: baseUrl, accessKeyId, secretAccessKey } = server();
      const bucket = `peer-${randomUUID()}`;
      const far = farSide(server(), bucket);
      await far.client.createBucket({ Bucket: bucket });
      const secret = credential === 'wrong' ? 'another-secret-access-key' : secretAccessKey;
      const options = { bucket, region: 'us-east-1', accessKeyId, secretAccessKey: secret, baseUrl, dialect };
      const another = async () => s3Storage(options, policy === undefined ? {} : { policy });
      const facades = [await another()];
      const [facade = await another()] = facades;
      return {
        facade,
        async another() {
          const other = await another();
          facades.push(other);
          return other;
        },
        clock: { ...systemClock, advance: cannotMove },
        settle,
        fixtures,
        objects: far.objects,
        uploads: far.uploads,
        fetch,
        secrets: [secretAccessKey],
        async [Symbol.asyncDispose]() {
          for (const each of facades) await each.close();
          far.client.destroy();
        },
      };
    },
  };
}

const fixtures = {
  unknownUpload: { id: 'never-opened', key: 'never/opened' },
  unknownEtag: '"0123456789abcdef0123456789abcdef"',
} as const;

/** Its clock is the machine's. */
async function cannotMove(): Promise<never> {
  throw new Error('The time of a server that is not ours cannot be moved.');
}

async function settle<T>(promise: Promise<T>): Promise<SettledCall<T>> {
  const startedAt = performance.now();
  const [settled] = await Promise.allSettled([promise]);
  return { ...settled, elapsedMs: performance.now() - startedAt };
}
