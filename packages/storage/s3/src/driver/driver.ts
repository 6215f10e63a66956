import type { S3 } from '@aws-sdk/client-s3';
import type { Driver } from '@patchbay/core';
import type { StorageApi } from '@patchbay/storage';
import type { capabilities } from '../capabilities.ts';
import { bound } from '../client/attempts.ts';
import type { S3StorageOptions } from '../options.ts';
import { toHead, toList } from '../request/object.ts';
import { toCreate, toOpenUploads, toPart, toParts } from '../request/upload.ts';
import { fromHead, fromList } from '../response/object.ts';
import { fromCreated, fromOpenUploads, fromPart, fromParts } from '../response/upload.ts';
import { copyObject } from './copy.ts';
import { deleteObject, deleteObjects, getObject, putObject } from './objects.ts';
import { headObject } from './refusals.ts';
import { abortUpload, completeUpload } from './uploads.ts';

/** S3's calls, operation by operation. */
export function driver(client: S3, place: S3StorageOptions): Driver<StorageApi, typeof capabilities> {
  return {
    put: (input, call) => putObject(client, place, input, call),
    get: (input, call) => getObject(client, place, input, call),
    head: async (input, call) =>
      fromHead(input.key, await headObject(client, bound(toHead(place, input), call))),
    list: async (input, call) =>
      fromList(await client.listObjectsV2(bound(toList(place, input, call.cursor, call.limit), call))),
    delete: (input, call) => deleteObject(client, place, input, call),
    deleteMany: ({ keys }, call) => deleteObjects(client, place, keys, call),
    copy: (input, call) => copyObject(client, place, input, call),
    'uploads.create': async (input, call) =>
      fromCreated(input.key, await client.createMultipartUpload(bound(toCreate(place, input), call))),
    'uploads.put': async (input, call) => {
      const answer = await client.uploadPart(bound(toPart(place, input), call));
      return fromPart(input.number, input.body.byteLength, answer);
    },
    'uploads.parts': async ({ session }, call) =>
      fromParts(await client.listParts(bound(toParts(place, session, call.cursor, call.limit), call))),
    'uploads.complete': (input, call) => completeUpload(client, place, input, call),
    'uploads.abort': ({ session }, call) => abortUpload(client, place, session, call),
    'uploads.list': async ({ prefix }, call) =>
      fromOpenUploads(
        await client.listMultipartUploads(bound(toOpenUploads(place, prefix, call.cursor, call.limit), call)),
      ),
  };
}
