import { DriverFailure, IntegrationError } from '@patchbay/core';
import { type BodyInput, type ChunkedBody, formOf } from './body.ts';
import type { StorageCapabilities } from './capabilities.ts';
import { assertSize, ofBytes, otherSize, streamOf, takeIn } from './intake.ts';
import type { PutResult } from './object.ts';
import { putSchema } from './schemas.ts';
import { asErrorOf, type PutOptions, putBytes, type StorageBase, toUpload, type Upload } from './upload.ts';
import { defaultPartBytes, uploadParts } from './upload-parts.ts';

/**
 * Writes a body of any kind and size. Small ones go up in one request. Large ones go up as one stream or in parts, as
 * the provider can, in bounded memory; nothing is visible before the whole is there, and nothing is left when it fails.
 */
export async function put(
  base: StorageBase,
  key: string,
  body: BodyInput,
  options: PutOptions = {},
): Promise<PutResult> {
  const capabilities = base.integration.capabilities as StorageCapabilities; // of this category's adapters
  const { limits, upload: support } = capabilities;
  const form = formOf(body);
  const known = 'bytes' in form ? form.bytes.byteLength : form.sizeBytes;
  const upload = toUpload(key, options, known);
  assertAnnounced(upload, known);
  assertSize(upload.totalBytes ?? 0, limits.objectBytes);
  if ('bytes' in form && form.bytes.byteLength <= oneRequest(capabilities, upload))
    return putBytes(base, upload, form.bytes);
  admit(base, upload);
  if (support.kind === 'parts') return uploadParts(base, support, upload, () => takeIn(form, upload));
  return putStream(base, upload, 'bytes' in form ? toChunked(form.bytes) : form);
}

/** Most bytes in memory that go up in one request. */
function oneRequest({ limits, upload }: StorageCapabilities, { transfer }: Upload): number {
  if (upload.kind === 'stream') return limits.putBytes;
  return Math.min(limits.putBytes, transfer.partBytes ?? Math.max(defaultPartBytes, upload.minPartBytes));
}

function assertAnnounced({ transfer: { sizeBytes, maxBytes } }: Upload, known: number | undefined): void {
  if (known !== undefined && sizeBytes !== undefined && known !== sizeBytes)
    throw otherSize(sizeBytes, `${known} bytes`);
  assertSize(known ?? sizeBytes ?? 0, maxBytes);
}

/** Refuses what would only be refused once the body is read: then a stream is lost, and parts have gone up. */
function admit({ integration }: StorageBase, { key, fields }: Upload): void {
  const input = { key, body: new Uint8Array(), ...fields };
  const { error } = putSchema.safeParse(input);
  if (error !== undefined) {
    const message = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new DriverFailure({ code: 'invalid_request', message });
  }
  const [lacking] = integration.explain('put', input);
  if (lacking === undefined) return;
  const message = `${integration.provider} does not have ${lacking}.`;
  throw new DriverFailure({ code: 'unsupported', message });
}

async function putStream(base: StorageBase, upload: Upload, form: ChunkedBody): Promise<PutResult> {
  const { key, fields, callOptions, totalBytes } = upload;
  const size = totalBytes === undefined ? {} : { sizeBytes: totalBytes };
  const body = streamOf(form, upload);
  try {
    const result = await base.operations.put({ key, body, ...size, ...fields }, callOptions);
    if (result.sizeBytes === 0) upload.report(0);
    return result;
  } catch (error) {
    throw asFirstFailure(error);
  }
}

/** That a body cannot be sent again says nothing of why it should have been: the attempt before it does. */
function asFirstFailure(error: unknown): unknown {
  if (!IntegrationError.is(error, 'precondition_failed', 'body_consumed')) return error;
  const first = error.attempts.find(({ code }) => code !== undefined && code !== 'precondition_failed');
  return first?.code === undefined ? error : asErrorOf('storage.put', error, { code: first.code });
}

function toChunked(bytes: Uint8Array): ChunkedBody {
  return { open: () => ofBytes(bytes), isReplayable: true, sizeBytes: bytes.byteLength };
}
