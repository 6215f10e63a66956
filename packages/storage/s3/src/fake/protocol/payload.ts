import type { ChecksumAlgorithm } from '../content/checksums.ts';
import { checksumAlgorithms, checksumHeader, digestBytes, parseAlgorithm } from '../content/checksums.ts';
import { type Digests, digesting } from '../content/digests.ts';
import { bytesOf, type Content, type ContentStore, memoryStore } from '../content/store.ts';
import type { Call } from './call.ts';
import { decodeChunks } from './chunks.ts';
import { rejection } from './errors.ts';

/** A body that came whole and is what its sender said it would be. */
export interface Payload extends Digests {
  readonly content: Content;
}

const maximumBytes = 5 * 1024 ** 3;

/** How a body's checksum is treated. */
export interface PayloadOptions {
  /** Computed when the sender announced no checksum. */
  readonly fallback?: ChecksumAlgorithm;
  /** True: checksum headers speak of something else than this body. */
  readonly foreignChecksum?: true;
}

/**
 * Receives a request's body: takes aws-chunked framing off, hashes while it streams, and compares length, SHA-256,
 * MD5 and checksum with what was announced.
 */
export async function receivePayload(
  call: Call,
  store: ContentStore,
  { fallback, foreignChecksum }: PayloadOptions = {},
): Promise<Payload> {
  const announced = announcement(call);
  const sent: AnnouncedChecksum = foreignChecksum ? {} : announcedChecksum(call);
  const trailers = new Map<string, string>();
  const running = digesting(sent.algorithm ?? fallback);
  const content = await store.save(
    running.over(decoded(call, announced, trailers), ({ size, md5, sha256, checksum }) => {
      if ((announced.length ?? size) !== size) throw rejection('IncompleteBody');
      compareSha256(announced.hash, sha256);
      compareMd5(call.header('content-md5'), md5);
      const given = sent.trailer === undefined ? sent.value : trailers.get(sent.trailer);
      if (sent.algorithm !== undefined) compareChecksum(sent.algorithm, given, checksum?.value ?? '');
    }),
  );
  return { content, ...running.result() };
}

/** The bytes without framing. */
function decoded(
  { body, identity }: Call,
  { streaming, signed, trailers }: Announcement,
  found: Map<string, string>,
): AsyncIterable<Uint8Array> {
  if (!streaming) return chunksOf(body);
  return decodeChunks(chunksOf(body), {
    signer: signed && identity.kind === 'signed' ? identity : undefined,
    trailers,
    onTrailer: (name, text) => found.set(name, text),
  });
}

/** A small body, as text: a form or a document. */
export async function receiveText(call: Call, checked?: 'checksum' | 'foreignChecksum'): Promise<string> {
  const foreign = checked === 'foreignChecksum';
  const unchecked =
    checked === 'checksum' &&
    call.header('content-md5') === undefined &&
    announcedChecksum(call).algorithm === undefined;
  if (unchecked) {
    throw rejection(
      'InvalidRequest',
      'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    );
  }
  const { content } = await receivePayload(call, memoryStore(), foreign ? { foreignChecksum: true } : {});
  return new TextDecoder().decode(await bytesOf(content));
}

interface AnnouncedChecksum {
  readonly algorithm?: ChecksumAlgorithm;
  readonly trailer?: string;
  readonly value?: string;
}

/** The checksum that a sender announced, in a header or for the trailer. */
export function announcedChecksum(call: Call): AnnouncedChecksum {
  const trailers = trailersOf(call);
  const found = checksumAlgorithms.flatMap((algorithm): AnnouncedChecksum[] => {
    const name = checksumHeader(algorithm);
    const value = call.header(name);
    if (trailers.includes(name)) return [{ algorithm, trailer: name }];
    return value === undefined ? [] : [{ algorithm, value }];
  });
  if (found.length > 1) {
    throw rejection(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const named = call.header('x-amz-sdk-checksum-algorithm');
  const [only] = found;
  if (named !== undefined && parseAlgorithm(named) === undefined) {
    throw rejection('InvalidRequest', 'Checksum algorithm provided is unsupported.');
  }
  if (named !== undefined && only?.algorithm !== parseAlgorithm(named)) {
    throw rejection(
      'InvalidRequest',
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  return only ?? {};
}

/** Rejects a checksum that is malformed or wrong. */
export function compareChecksum(
  algorithm: ChecksumAlgorithm,
  given: string | undefined,
  computed: string,
): void {
  if (given === undefined || Buffer.from(given, 'base64').length !== digestBytes[algorithm]) {
    throw rejection('InvalidRequest', `Value for ${checksumHeader(algorithm)} header is invalid.`);
  }
  if (given !== computed) {
    throw rejection('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  }
}

interface Announcement {
  readonly hash: string;
  readonly streaming: boolean;
  readonly signed: boolean;
  readonly trailers: readonly string[];
  /** Undefined only for a request that no socket carried. */
  readonly length: number | undefined;
}

function announcement(call: Call): Announcement {
  const given = call.header('x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD';
  if (!payloadForms.test(given)) {
    throw rejection(
      'InvalidArgument',
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
    );
  }
  const streaming = given.startsWith('STREAMING-');
  const length = call.header(streaming ? 'x-amz-decoded-content-length' : 'content-length');
  const unmeasured =
    call.header('transfer-encoding') !== undefined && call.header('content-length') === undefined;
  if (length === undefined ? streaming || unmeasured : !/^\d+$/.test(length)) {
    throw rejection('MissingContentLength');
  }
  if (Number(length ?? 0) > maximumBytes) {
    throw rejection('EntityTooLarge', undefined, {
      ProposedSize: Number(length),
      MaxSizeAllowed: maximumBytes,
    });
  }
  return {
    hash: given,
    streaming,
    signed: given.startsWith('STREAMING-AWS4'),
    trailers: given.endsWith('-TRAILER') ? trailersOf(call) : [],
    length: length === undefined ? undefined : Number(length),
  };
}

const payloadForms =
  /^([0-9a-f]{64}|UNSIGNED-PAYLOAD|STREAMING-UNSIGNED-PAYLOAD-TRAILER|STREAMING-AWS4-HMAC-SHA256-PAYLOAD(-TRAILER)?)$/;

function trailersOf(call: Call): readonly string[] {
  return (call.header('x-amz-trailer') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
}

function compareSha256(announced: string, computed: string): void {
  if (announced.length !== 64 || announced === computed) return;
  throw rejection('XAmzContentSHA256Mismatch', undefined, {
    ClientComputedContentSHA256: announced,
    S3ComputedContentSHA256: computed,
  });
}

function compareMd5(given: string | undefined, computed: Buffer): void {
  if (given === undefined) return;
  if (Buffer.from(given, 'base64').length !== 16) throw rejection('InvalidDigest');
  if (given !== computed.toString('base64')) {
    throw rejection('BadDigest', undefined, {
      ExpectedDigest: given,
      CalculatedDigest: computed.toString('base64'),
    });
  }
}

async function* chunksOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (body !== null) yield* body;
}
