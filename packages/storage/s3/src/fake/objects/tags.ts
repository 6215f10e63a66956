import type { StoredObject } from '../history.ts';
import { bucketOf, type Call, emptyAnswer, xmlAnswer } from '../protocol/call.ts';
import { rejection } from '../protocol/errors.ts';
import { receiveText } from '../protocol/payload.ts';
import type { Route } from '../protocol/router.ts';
import { childrenOf, parseXml, textOf, xmlDocument } from '../protocol/xml.ts';
import { findVersion, versionHeaders } from './versions.ts';

type Tags = Readonly<Record<string, string>>;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html and its two siblings */
export const taggingRoutes: readonly Route[] = [
  {
    operation: 'GetObjectTagging',
    method: 'GET',
    on: 'object',
    marker: ['tagging'],
    query: ['versionId'],
    answer(call) {
      const { bucket, object } = tagged(call);
      const TagSet = { Tag: Object.entries(object.tags).map(([Key, Value]) => ({ Key, Value })) };
      return xmlAnswer(xmlDocument('Tagging', { TagSet }), versionHeaders(bucket, object));
    },
  },
  {
    operation: 'PutObjectTagging',
    method: 'PUT',
    on: 'object',
    marker: ['tagging'],
    query: ['versionId'],
    async answer(call) {
      const [set] = childrenOf(parseXml(await receiveText(call, 'checksum'), 'Tagging'), 'TagSet');
      if (set === undefined) throw rejection('MalformedXML');
      const tags = checkedTags(
        childrenOf(set, 'Tag').map((tag) => [textOf(tag, 'Key') ?? '', textOf(tag, 'Value') ?? '']),
      );
      return retagged(call, tags, 200);
    },
  },
  {
    operation: 'DeleteObjectTagging',
    method: 'DELETE',
    on: 'object',
    marker: ['tagging'],
    query: ['versionId'],
    answer: (call) => retagged(call, {}, 204),
  },
];

/** `x-amz-tagging`: pairs as in a query. */
export function parseTagging(header: string | undefined): Tags {
  return checkedTags([...new URLSearchParams(header ?? '')]);
}

function checkedTags(pairs: readonly (readonly [name: string, value: string])[]): Tags {
  if (pairs.length > 10) throw rejection('BadRequest', 'Object tags cannot be greater than 10');
  for (const [name, value] of pairs) {
    if (name === '' || name.length > 128)
      throw rejection('InvalidTag', 'The TagKey you have provided is invalid');
    if (value.length > 256) throw rejection('InvalidTag', 'The TagValue you have provided is invalid');
  }
  const tags = Object.fromEntries(pairs);
  if (Object.keys(tags).length < pairs.length) {
    throw rejection('InvalidTag', 'Cannot provide multiple Tags with the same key');
  }
  return tags;
}

function tagged(call: Call) {
  const bucket = bucketOf(call);
  const object: StoredObject = findVersion(bucket, call.address.key, call.query.get('versionId'));
  return { bucket, object };
}

function retagged(call: Call, tags: Tags, status: number): Response {
  const { bucket, object } = tagged(call);
  bucket.replace({ ...object, tags });
  return emptyAnswer(status, versionHeaders(bucket, object));
}
