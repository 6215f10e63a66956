import { S3 } from '@aws-sdk/client-s3';
import type { Native } from '@patchbay/core';
import type { StartOptions } from '@patchbay/core/conformance';
import {
  type AnyStorage,
  bodyFaults,
  type CutFault,
  type FarObject,
  type StorageHarness,
  type StorageSubject,
} from '@patchbay/storage/conformance';
import { type S3StorageOptions, s3Storage, s3StorageCapabilities } from '@patchbay/storage-s3';
import { type S3Fake, s3Fake } from '@patchbay/storage-s3/fake';
import { virtualClock } from '@patchbay/testing';
import { type Fault, pendingFiles, serve } from '@patchbay/testing/node';
import { fromMetadata } from '../src/request/metadata.ts';
import { toWire } from './support/wire.ts';

const bucket = 'harness';
const credentials = { accessKeyId: 'AKIAHARNESS00000001', secretAccessKey: 'harness-secret-access-key' };
const noBody = 'the answer to HEAD has no body: a wrong credential and a missing permission are the same 403';

/** The S3 adapter over the S3 fake, through real sockets and in virtual time. */
export const harness: StorageHarness = {
  provider: 's3',
  capabilities: s3StorageCapabilities,
  exempt: {
    'errors.head.wrong_credential': noBody,
    'errors.copy.wrong_credential': noBody,
    'resilience.uploads.complete.lost_answer':
      'it looks at the object before it takes a lost answer for a success; lost-answers.test.ts loses one',
  },
  start,
};

async function start({
  credential = 'right',
  policy,
  planted,
}: StartOptions<AnyStorage> = {}): Promise<StorageSubject> {
  const clock = virtualClock({ busy: pendingFiles });
  const fake = s3Fake({ buckets: [bucket], credentials, now: () => clock.now() });
  const bodies = bodyFaults((fault, times) => server.fault({ ...toCut(fault), times, match: isGet }));
  const server = await serve(bodies.around(planted?.handle?.(fake.handle) ?? fake.handle), { clock });
  const { wire, watch, busy } = await toWire(server);
  const options = toOptions(credential, server.url);
  const setup = { clock, ...(policy && { policy }) };
  const facades: AnyStorage[] = [];
  const another = async (): Promise<AnyStorage> => {
    // The suite cannot know that a planted factory takes the adapter's own options.
    const facade = planted?.factory?.(options as never, setup) ?? s3Storage(options, setup);
    facades.push(facade);
    // Loading takes real time, which the virtual clock does not see.
    const client = isLoadable(facade) ? await facade.native() : undefined;
    if (client instanceof S3) watch(client);
    return facade;
  };
  return {
    facade: await another(),
    another,
    clock,
    settle: (promise) => clock.settle(promise, { busy }),
    fixtures,
    objects: async () => farObjects(fake),
    uploads: async () => fake.uploads(bucket).map(({ uploadId }) => uploadId),
    fetch,
    secrets: [credentials.secretAccessKey],
    wire,
    bodies,
    async [Symbol.asyncDispose]() {
      for (const facade of facades) await facade.close();
      await server.close();
    },
  };
}

const fixtures = {
  unknownUpload: { id: 'never-opened', key: 'never/opened' },
  unknownEtag: '"0123456789abcdef0123456789abcdef"',
} as const;

function toCut({ kind, afterBytes }: CutFault): Fault {
  return { kind: kind === 'break' ? 'truncate' : 'slowBody', afterBytes };
}

function isGet({ method }: { readonly method: string }): boolean {
  return method === 'GET';
}

function isLoadable(storage: AnyStorage): storage is AnyStorage & Native<unknown> {
  return 'native' in storage;
}

function toOptions(credential: StartOptions['credential'], baseUrl: string): S3StorageOptions {
  const secretAccessKey = credential === 'wrong' ? 'another-secret-access-key' : credentials.secretAccessKey;
  return { bucket, region: 'us-east-1', accessKeyId: credentials.accessKeyId, secretAccessKey, baseUrl };
}

const fields = {
  'content-encoding': 'contentEncoding',
  'content-disposition': 'contentDisposition',
  'content-language': 'contentLanguage',
  'cache-control': 'cacheControl',
} as const;

function farObjects(fake: S3Fake): readonly FarObject[] {
  return fake.objects(bucket).map(({ key, size: sizeBytes, sha256, metadata, headers }) => ({
    key,
    sizeBytes,
    sha256,
    contentType: headers['content-type'] ?? '',
    metadata: fromMetadata(metadata),
    ...Object.fromEntries(
      Object.entries(fields).flatMap(([header, field]) => {
        const value = headers[header];
        return value === undefined ? [] : [[field, value] as const];
      }),
    ),
  }));
}
