import { createHash } from 'node:crypto';
import type { Upload } from '../account.ts';
import {
  type Checksum,
  checksumAlgorithms,
  checksumElement,
  checksumHeader,
  compositeChecksum,
} from '../content/checksums.ts';
import { joined } from '../content/store.ts';
import type { StoredPart } from '../history.ts';
import { checkWrite } from '../objects/conditions.ts';
import { hashed } from '../objects/copy.ts';
import { versionHeaders } from '../objects/versions.ts';
import { type Call, xmlAnswer } from '../protocol/call.ts';
import { rejection } from '../protocol/errors.ts';
import { receiveText } from '../protocol/payload.ts';
import type { Route } from '../protocol/router.ts';
import { childrenOf, parseXml, textOf, type XmlElement, xmlDocument } from '../protocol/xml.ts';
import { uploadOf } from './uploads.ts';

const minimumPartBytes = 5 * 1024 ** 2;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html */
export const completeRoutes: readonly Route[] = [
  {
    operation: 'CompleteMultipartUpload',
    method: 'POST',
    on: 'object',
    marker: ['uploadId'],
    async answer(call) {
      const { bucket, upload } = uploadOf(call);
      const document = parseXml(await receiveText(call, 'foreignChecksum'), 'CompleteMultipartUpload');
      const parts = listedParts(childrenOf(document, 'Part'), upload);
      const size = parts.reduce((sum, part) => sum + part.size, 0);
      checkAnnounced(call, upload, size);
      checkWrite(call, bucket, upload.key, upload.revision);
      const algorithm = upload.checksum?.algorithm ?? 'CRC64NVME';
      const whole = await hashed(joined(parts.map(({ content }) => content)), algorithm);
      const checksum = upload.checksum?.type === 'COMPOSITE' ? composite(parts, upload) : whole.checksum;
      compareAnnounced(call, checksum);
      // The hashing took a while: the upload may have ended, and the key may have changed.
      uploadOf(call);
      checkWrite(call, bucket, upload.key, upload.revision);
      bucket.uploads.delete(upload.uploadId);
      const object = bucket.commit({
        ...upload.properties,
        key: upload.key,
        etag: etagOf(parts),
        sha256: whole.sha256,
        content: whole.content,
        checksum,
        parts,
        lastModified: call.now,
      });
      return xmlAnswer(
        xmlDocument('CompleteMultipartUploadResult', {
          Location: `http://${call.address.host}/${bucket.name}/${encodeURIComponent(upload.key)}`,
          Bucket: bucket.name,
          Key: upload.key,
          ETag: `"${object.etag}"`,
          ...checksumElement(checksum),
          ChecksumType: checksum?.type,
        }),
        versionHeaders(bucket, object),
      );
    },
  },
];

/** The stored parts that a request lists, in its order. */
function listedParts(elements: readonly XmlElement[], upload: Upload): readonly StoredPart[] {
  if (elements.length === 0 || elements.length > 10_000) throw rejection('MalformedXML');
  const listed = elements.map((element) => {
    const partNumber = Number(textOf(element, 'PartNumber'));
    const etag = textOf(element, 'ETag')?.replaceAll('"', '');
    if (!Number.isInteger(partNumber) || etag === undefined) throw rejection('MalformedXML');
    return { partNumber, etag, element };
  });
  if (listed.some(({ partNumber }, index) => partNumber <= (listed[index - 1]?.partNumber ?? 0))) {
    throw rejection('InvalidPartOrder');
  }
  return listed.map(({ partNumber, etag, element }, index) => {
    const part = upload.parts.get(partNumber);
    if (part === undefined || part.etag !== etag) {
      throw rejection('InvalidPart', undefined, { PartNumber: partNumber, ETag: etag });
    }
    checkPartChecksum(element, part, upload);
    if (part.size < minimumPartBytes && index < listed.length - 1) {
      throw rejection('EntityTooSmall', undefined, {
        PartNumber: partNumber,
        ProposedSize: part.size,
        MinSizeAllowed: minimumPartBytes,
        ETag: etag,
      });
    }
    return part;
  });
}

function checkPartChecksum(element: XmlElement, part: StoredPart, { checksum }: Upload): void {
  for (const algorithm of checksumAlgorithms) {
    const given = textOf(element, `Checksum${algorithm}`);
    const kept = part.checksum?.algorithm === algorithm ? part.checksum.value : undefined;
    if (given !== undefined && given !== kept) {
      throw rejection('InvalidPart', undefined, { PartNumber: part.partNumber, ETag: part.etag });
    }
    if (given === undefined && checksum?.algorithm === algorithm && checksum.type === 'COMPOSITE') {
      throw rejection(
        'InvalidRequest',
        `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${part.partNumber} in the request.`,
      );
    }
  }
}

function checkAnnounced(call: Call, upload: Upload, size: number): void {
  const announcedSize = call.header('x-amz-mp-object-size');
  if (announcedSize !== undefined && Number(announcedSize) !== size) {
    throw rejection(
      'InvalidRequest',
      `The provided 'x-amz-mp-object-size' header value ${announcedSize} does not match what was computed: ${size}`,
    );
  }
  const type = call.header('x-amz-checksum-type')?.toUpperCase();
  if (type !== undefined && type !== (upload.checksum?.type ?? 'FULL_OBJECT')) {
    throw rejection(
      'InvalidRequest',
      `The upload was created using the ${upload.checksum?.type ?? 'FULL_OBJECT'} checksum mode. The complete request must use the same checksum mode.`,
    );
  }
}

function compareAnnounced(call: Call, checksum: Checksum | undefined): void {
  for (const algorithm of checksumAlgorithms) {
    const given = call.header(checksumHeader(algorithm));
    if (given === undefined) continue;
    const found = checksum?.algorithm === algorithm ? checksum.value : undefined;
    if (given === found || given === found?.split('-')[0]) continue;
    throw rejection('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  }
}

function composite(parts: readonly StoredPart[], { checksum }: Upload): Checksum | undefined {
  if (checksum === undefined) return undefined;
  return compositeChecksum(
    checksum.algorithm,
    parts.map((part) => part.checksum?.value ?? ''),
  );
}

/** MD5 of the parts' MD5s, with their number. */
function etagOf(parts: readonly StoredPart[]): string {
  const digest = createHash('md5');
  for (const { etag } of parts) digest.update(Buffer.from(etag, 'hex'));
  return `${digest.digest('hex')}-${parts.length}`;
}
