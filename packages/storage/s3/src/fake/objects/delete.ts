import type { Bucket } from '../account.ts';
import { bucketOf, emptyAnswer, xmlAnswer } from '../protocol/call.ts';
import { Rejection, rejection } from '../protocol/errors.ts';
import { receiveText } from '../protocol/payload.ts';
import type { Route } from '../protocol/router.ts';
import {
  childrenOf,
  parseXml,
  textOf,
  type XmlElement,
  type XmlValue,
  xmlDocument,
} from '../protocol/xml.ts';
import { checkDelete } from './conditions.ts';
import { checkKey } from './properties.ts';

const maximumKeys = 1000;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html and API_DeleteObjects.html */
export const deleteRoutes: readonly Route[] = [
  {
    operation: 'DeleteObject',
    method: 'DELETE',
    on: 'object',
    query: ['versionId'],
    answer(call) {
      const bucket = bucketOf(call);
      const { key } = call.address;
      checkDelete(call.header('if-match'), bucket, key);
      const { marker, versionId } = deleteOne(bucket, key, call.query.get('versionId'), call.now);
      return emptyAnswer(204, {
        ...(versionId !== undefined && { 'x-amz-version-id': versionId }),
        ...(marker && { 'x-amz-delete-marker': 'true' }),
      });
    },
  },
  {
    operation: 'DeleteObjects',
    method: 'POST',
    on: 'bucket',
    marker: ['delete'],
    async answer(call) {
      const bucket = bucketOf(call);
      const document = parseXml(await receiveText(call, 'checksum'), 'Delete');
      const objects = childrenOf(document, 'Object');
      if (objects.length === 0 || objects.length > maximumKeys) throw rejection('MalformedXML');
      const quiet = textOf(document, 'Quiet') === 'true';
      const results = objects.map((object) => deleteListed(bucket, object, call.now));
      return xmlAnswer(
        xmlDocument('DeleteResult', {
          Deleted: quiet ? [] : results.flatMap(({ Deleted }) => Deleted ?? []),
          Error: results.flatMap(({ Error }) => Error ?? []),
        }),
      );
    },
  },
];

interface Deletion {
  readonly versionId?: string;
  /** True if a marker was made, or removed. */
  readonly marker: boolean;
}

/** Deleting what is not there is no error. */
function deleteOne(bucket: Bucket, key: string, versionId: string | undefined, now: number): Deletion {
  if (versionId !== undefined) {
    const removed = bucket.removeVersion(key, versionId);
    return { versionId, marker: removed?.kind === 'deleteMarker' };
  }
  const marker = bucket.markDeleted(key, now);
  return marker === undefined ? { marker: false } : { versionId: marker.versionId, marker: true };
}

/** One entry of a batch. Its failure does not stop the others. */
function deleteListed(
  bucket: Bucket,
  object: XmlElement,
  now: number,
): { readonly Deleted?: XmlValue; readonly Error?: XmlValue } {
  const Key = textOf(object, 'Key');
  if (Key === undefined || Key === '') throw rejection('MalformedXML');
  const VersionId = textOf(object, 'VersionId');
  try {
    checkKey(Key);
    checkDelete(textOf(object, 'ETag'), bucket, Key);
    const { marker, versionId } = deleteOne(bucket, Key, VersionId, now);
    return {
      Deleted: {
        Key,
        VersionId,
        ...(marker && { DeleteMarker: true, DeleteMarkerVersionId: versionId }),
      },
    };
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    return { Error: { Key, VersionId, Code: error.code, Message: error.message } };
  }
}
