import type { Bucket, Upload } from '../account.ts';
import { randomId } from '../account.ts';
import type { Checksum } from '../content/checksums.ts';
import { parseAlgorithm } from '../content/checksums.ts';
import { checkKey, propertiesFrom } from '../objects/properties.ts';
import { bucketOf, type Call, emptyAnswer, xmlAnswer } from '../protocol/call.ts';
import { rejection } from '../protocol/errors.ts';
import type { Route } from '../protocol/router.ts';
import { xmlDocument } from '../protocol/xml.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html and API_AbortMultipartUpload.html */
export const uploadRoutes: readonly Route[] = [
  {
    operation: 'CreateMultipartUpload',
    method: 'POST',
    on: 'object',
    marker: ['uploads'],
    answer(call) {
      const bucket = bucketOf(call);
      const { key } = call.address;
      checkKey(key);
      const upload: Upload = {
        uploadId: randomId(48),
        key,
        initiated: call.now,
        revision: bucket.revision,
        properties: propertiesFrom(call, bucket),
        checksum: checksumPlan(call),
        parts: new Map(),
      };
      bucket.uploads.set(upload.uploadId, upload);
      return xmlAnswer(
        xmlDocument('InitiateMultipartUploadResult', {
          Bucket: bucket.name,
          Key: key,
          UploadId: upload.uploadId,
        }),
        {
          'x-amz-server-side-encryption': 'AES256',
          ...(upload.checksum && {
            'x-amz-checksum-algorithm': upload.checksum.algorithm,
            'x-amz-checksum-type': upload.checksum.type,
          }),
        },
      );
    },
  },
  {
    operation: 'AbortMultipartUpload',
    method: 'DELETE',
    on: 'object',
    marker: ['uploadId'],
    answer(call) {
      const { bucket, upload } = uploadOf(call);
      bucket.uploads.delete(upload.uploadId);
      return emptyAnswer(204);
    },
  },
];

/** The upload that a call names by key and id. */
export function uploadOf(call: Call): { readonly bucket: Bucket; readonly upload: Upload } {
  const bucket = bucketOf(call);
  const uploadId = call.query.get('uploadId') ?? '';
  const upload = bucket.uploads.get(uploadId);
  if (upload === undefined || upload.key !== call.address.key) {
    throw rejection('NoSuchUpload', undefined, { UploadId: uploadId });
  }
  return { bucket, upload };
}

/** SHA checksums exist of parts only, CRC-64 of the whole only: the others can be either. */
function checksumPlan(call: Call): Upload['checksum'] {
  const [name, type] = [call.header('x-amz-checksum-algorithm'), call.header('x-amz-checksum-type')];
  if (name === undefined) {
    if (type === undefined) return undefined;
    throw rejection(
      'InvalidRequest',
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const algorithm = parseAlgorithm(name);
  if (algorithm === undefined) {
    throw rejection('InvalidRequest', 'Checksum algorithm provided is unsupported.');
  }
  const planned = parseType(type) ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  const impossible =
    algorithm === 'CRC64NVME' ? 'COMPOSITE' : algorithm.startsWith('SHA') ? 'FULL_OBJECT' : undefined;
  if (planned === impossible) {
    throw rejection(
      'InvalidRequest',
      `The ${planned} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  return { algorithm, type: planned };
}

function parseType(text: string | undefined): Checksum['type'] | undefined {
  const type = text?.toUpperCase();
  if (type === undefined || type === 'FULL_OBJECT' || type === 'COMPOSITE') return type;
  throw rejection('InvalidRequest', 'Value for x-amz-checksum-type header is invalid.');
}
