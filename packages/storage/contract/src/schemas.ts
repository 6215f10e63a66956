import * as z from 'zod';
import { isPrefix, whyNotKey } from './keys.ts';

const key = z.string().check(({ value, issues }) => {
  const why = whyNotKey(value);
  if (why !== undefined)
    issues.push({ code: 'custom', input: undefined, message: `found a key that is not portable: ${why}` });
});
const prefix = z.string().refine(isPrefix, 'the beginning of a portable key');
const token = z
  .string()
  .min(1)
  .max(1024)
  .regex(/^[\x20-\x7E]+$/, 'a token as the provider gave it');
const headerText = z
  .string()
  .min(1)
  .max(1024)
  .regex(/^[\x20-\x7E]+$/, 'one line of visible ASCII');
const contentType = z
  .string()
  .max(255)
  .regex(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(; ?[\w-]+=("[\x20-\x7E]*"|[\w.+-]+))*$/, 'type/subtype');
const vendor = z.record(z.string(), z.unknown());
const checksum = z.strictObject({
  algorithm: z.enum(['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256']),
  value: z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/, 'a digest in base64'),
});
const metadata = z.record(
  z.string().regex(/^[a-z0-9][a-z0-9-]{0,127}$/, 'lower-case letters, digits and hyphens'),
  z
    .string()
    .max(2048)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'one line without control characters'),
);
const contentHeaders = {
  contentType: contentType.exactOptional(),
  contentEncoding: headerText.exactOptional(),
  contentDisposition: headerText.exactOptional(),
  contentLanguage: headerText.exactOptional(),
  cacheControl: headerText.exactOptional(),
};
const condition = { ifAbsent: z.literal(true).exactOptional(), ifMatch: token.exactOptional() };
const whole = z.number('expected a whole number').int().safe().nonnegative();
const session = z.strictObject({ id: z.string().min(1).max(2048), key });

/** One condition at a time: both together can never hold. */
const oneCondition = ({ ifAbsent, ifMatch }: { ifAbsent?: true; ifMatch?: string }): boolean =>
  ifAbsent === undefined || ifMatch === undefined;
const eitherOr = { path: ['ifMatch'], error: 'found ifAbsent beside it; expected one of them' };

export const putSchema = z
  .strictObject({
    key,
    body: z.custom(isBody, 'bytes, or a stream of bytes'),
    sizeBytes: whole.exactOptional(),
    ...contentHeaders,
    ...condition,
    metadata: metadata.exactOptional(),
    checksum: checksum.exactOptional(),
    vendor: vendor.exactOptional(),
  })
  .refine(oneCondition, eitherOr);

const range = z.union(
  [
    z
      .strictObject({ start: whole, end: whole.exactOptional() })
      .refine(({ start, end = start }) => end >= start),
    z.strictObject({ suffix: whole.positive() }),
  ],
  '{ start, end? } with end not before start, or { suffix } above 0',
);

export const getSchema = z.strictObject({
  key,
  range: range.exactOptional(),
  ifMatch: token.exactOptional(),
  ifNoneMatch: token.exactOptional(),
  versionId: token.exactOptional(),
});
export const headSchema = z.strictObject({ key, versionId: token.exactOptional() });
export const listSchema = z.strictObject({
  prefix: prefix.exactOptional(),
  delimiter: z.literal('/').exactOptional(),
  startAfter: prefix.exactOptional(),
});
export const deleteSchema = z.strictObject({
  key,
  ifMatch: token.exactOptional(),
  versionId: token.exactOptional(),
});
export const deleteManySchema = z.strictObject({ keys: z.array(key) });
export const copySchema = z
  .strictObject({
    from: key,
    to: key,
    ...condition,
    metadata: metadata.exactOptional(),
    contentType: contentType.exactOptional(),
  })
  .refine(oneCondition, eitherOr)
  .refine(({ from, to }) => from !== to, { path: ['to'], error: 'found the same key as `from`' });

export const createUploadSchema = z.strictObject({
  key,
  ...contentHeaders,
  metadata: metadata.exactOptional(),
  vendor: vendor.exactOptional(),
});
export const uploadPartSchema = z.strictObject({
  session,
  number: z.number().int().positive(),
  body: z.instanceof(Uint8Array),
});
export const sessionSchema = z.strictObject({ session });
export const completeUploadSchema = z
  .strictObject({
    session,
    parts: z
      .array(
        z.strictObject({
          number: z.number().int().positive(),
          etag: token,
          sizeBytes: whole,
          checksum: checksum.exactOptional(),
        }),
      )
      .min(1),
    ...condition,
  })
  .refine(oneCondition, eitherOr);
export const listUploadsSchema = z.strictObject({ prefix: prefix.exactOptional() });

const life = { expiresInSeconds: z.number().exactOptional() };
const sizeBytes = whole.exactOptional();

/** What may be said of a presigned request, by its method. */
export const presignSchemas = {
  GET: z.strictObject({
    ...life,
    contentDisposition: headerText.exactOptional(),
    contentType: contentType.exactOptional(),
  }),
  PUT: z.strictObject({
    ...life,
    contentType: contentType.exactOptional(),
    sizeBytes,
    ifAbsent: z.literal(true).exactOptional(),
  }),
  HEAD: z.strictObject(life),
  DELETE: z.strictObject(life),
  POST: z
    .strictObject({
      ...life,
      contentType: z.union([contentType, z.string().regex(/^[\w!#$&^.+-]+\/\*$/)]).exactOptional(),
      minBytes: sizeBytes,
      maxBytes: whole,
      successUrl: z.url().exactOptional(),
    })
    .refine(({ minBytes = 0, maxBytes }) => minBytes <= maxBytes, 'minBytes not above maxBytes'),
} as const;

function isBody(value: unknown): boolean {
  return (
    value instanceof Uint8Array ||
    (typeof value === 'object' && value !== null && Symbol.asyncIterator in value)
  );
}
