import { type ChecksumAlgorithm, checksumElement, parseAlgorithm } from '../content/checksums.ts';
import { digesting } from '../content/digests.ts';
import type { Content } from '../content/store.ts';
import type { Properties, StoredObject } from '../history.ts';
import { decode } from '../protocol/address.ts';
import { bucketOf, type Call, xmlAnswer } from '../protocol/call.ts';
import { rejection } from '../protocol/errors.ts';
import type { Payload } from '../protocol/payload.ts';
import type { Route } from '../protocol/router.ts';
import { xmlDocument } from '../protocol/xml.ts';
import { checkCopySource, checkWrite } from './conditions.ts';
import { checkKey, propertiesFrom } from './properties.ts';
import { objectOf } from './put.ts';
import { findVersion, versionHeaders } from './versions.ts';

const maximumBytes = 5 * 1024 ** 3;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
export const copyRoutes: readonly Route[] = [
  {
    operation: 'CopyObject',
    method: 'PUT',
    on: 'object',
    header: 'x-amz-copy-source',
    async answer(call) {
      const bucket = bucketOf(call);
      const { key } = call.address;
      const { revision } = bucket;
      checkKey(key);
      const { source, headers } = copySource(call);
      if (source.content.size > maximumBytes) throw tooLarge();
      const properties = copiedProperties(call, source);
      checkWrite(call, bucket, key, revision);
      // The copy of a multipart object is one piece: its ETag and checksum are those of the whole.
      const payload = await hashed(source.content, copyAlgorithm(call, source));
      checkWrite(call, bucket, key, revision);
      const object = bucket.commit(objectOf(key, payload, properties, call.now));
      const document = xmlDocument('CopyObjectResult', {
        LastModified: new Date(object.lastModified).toISOString(),
        ETag: `"${object.etag}"`,
        ChecksumType: object.checksum?.type,
        ...checksumElement(object.checksum),
      });
      return xmlAnswer(document, { ...versionHeaders(bucket, object), ...headers });
    },
  },
];

/** The object that `x-amz-copy-source` names, when its conditions hold. */
export function copySource(call: Call): {
  readonly source: StoredObject;
  readonly headers: Readonly<Record<string, string>>;
} {
  const [path = '', version] = (call.header('x-amz-copy-source') ?? '').split('?versionId=');
  const [bucketName = '', ...rest] = decode(path.replaceAll('+', ' ')).replace(/^\//, '').split('/');
  const key = rest.join('/');
  if (bucketName === '' || key === '') {
    throw rejection(
      'InvalidArgument',
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      {
        ArgumentName: 'x-amz-copy-source',
        ArgumentValue: path,
      },
    );
  }
  const bucket = bucketOf({ ...call, address: { ...call.address, bucket: bucketName } });
  const source = findVersion(bucket, key, version);
  checkCopySource(call, source);
  const { 'x-amz-version-id': versionId } = versionHeaders(bucket, source);
  return {
    source,
    headers: versionId === undefined ? {} : { 'x-amz-copy-source-version-id': versionId },
  };
}

/** Hashes of bytes that are already here. */
export async function hashed(content: Content, algorithm: ChecksumAlgorithm | undefined): Promise<Payload> {
  const running = digesting(algorithm);
  const chunks = running.over(content.read(0, content.size));
  while ((await chunks.next()).done !== true);
  return { content, ...running.result() };
}

function copyAlgorithm(call: Call, source: StoredObject) {
  const named = call.header('x-amz-checksum-algorithm');
  const algorithm = named === undefined ? source.checksum?.algorithm : parseAlgorithm(named);
  if (named !== undefined && algorithm === undefined) {
    throw rejection('InvalidRequest', 'Checksum algorithm provided is unsupported.');
  }
  return algorithm;
}

function copiedProperties(call: Call, source: StoredObject): Properties {
  const bucket = bucketOf(call);
  const given = propertiesFrom(call, bucket);
  const replaces = directive(call, 'x-amz-metadata-directive') === 'REPLACE';
  const replacesTags = directive(call, 'x-amz-tagging-directive') === 'REPLACE';
  const properties = {
    headers: replaces ? given.headers : source.headers,
    metadata: replaces ? given.metadata : source.metadata,
    tags: replacesTags ? given.tags : source.tags,
    storageClass: given.storageClass,
  };
  const onItself = bucket.current(call.address.key) === source;
  if (onItself && !replaces && properties.storageClass === source.storageClass) {
    throw rejection(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  return properties;
}

function directive(call: Call, name: string): string {
  const value = call.header(name) ?? 'COPY';
  if (value === 'COPY' || value === 'REPLACE') return value;
  const what = name.includes('metadata') ? 'metadata' : 'tagging';
  throw rejection('InvalidArgument', `Unknown ${what} directive.`, {
    ArgumentName: name,
    ArgumentValue: value,
  });
}

function tooLarge() {
  return rejection(
    'InvalidRequest',
    `The specified copy source is larger than the maximum allowable size for a copy source: ${maximumBytes}`,
  );
}
