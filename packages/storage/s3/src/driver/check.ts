import type { S3 } from '@aws-sdk/client-s3';
import type { Attempt } from '@patchbay/core';
import { bound } from '../client/attempts.ts';
import { bucketOf } from '../client/client.ts';
import { fromList } from '../response/object.ts';

/** A list of one key at most: any credentials that may read may ask, and its answer tells what is wrong with them. */
export async function checkBucket(client: S3, attempt: Attempt): Promise<void> {
  fromList(await client.listObjectsV2(bound({ Bucket: bucketOf(client), MaxKeys: 1 }, attempt)));
}
