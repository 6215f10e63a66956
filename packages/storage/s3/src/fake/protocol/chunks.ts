import { createHash } from 'node:crypto';
import type { SignedIdentity } from './access.ts';
import { rejection } from './errors.ts';
import { emptyHash, sameSignature, scopeText, sha256, signatureOf } from './sigv4.ts';

/** How an aws-chunked body is framed. */
export interface ChunkFraming {
  /** Present if each chunk is signed. */
  readonly signer: SignedIdentity | undefined;
  /** Names that `x-amz-trailer` announced. */
  readonly trailers: readonly string[];
  /** Receives each trailer when the last byte of the body has come. */
  onTrailer(name: string, value: string): void;
}

const minimumChunkBytes = 8192;

/**
 * Takes the framing off an aws-chunked body and verifies the signatures of chunks and trailers.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export async function* decodeChunks(
  body: AsyncIterable<Uint8Array>,
  framing: ChunkFraming,
): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(body);
  const verify = chunkVerifier(framing.signer);
  let previousBytes = minimumChunkBytes;
  for (;;) {
    const { size, signature } = parseChunkHead(await reader.line());
    if (size > 0 && previousBytes < minimumChunkBytes) throw rejection('InvalidChunkSizeError');
    const digest = createHash('sha256');
    for await (const piece of reader.take(size)) {
      digest.update(piece);
      yield piece;
    }
    verify.chunk(signature, size === 0 ? emptyHash : digest.digest('hex'));
    if (size === 0) break;
    await reader.newline();
    previousBytes = size;
  }
  await readTrailers(reader, framing, verify);
}

async function readTrailers(
  reader: ByteReader,
  { trailers, onTrailer, signer }: ChunkFraming,
  verify: ChunkVerifier,
): Promise<void> {
  const found = new Map<string, string>();
  for (;;) {
    const line = await reader.lineOrEnd();
    if (line === undefined || line === '') break;
    const [name = '', ...value] = line.split(':');
    found.set(name.trim().toLowerCase(), value.join(':').trim());
  }
  const signature = found.get('x-amz-trailer-signature');
  found.delete('x-amz-trailer-signature');
  const missing = trailers.some((name) => !found.has(name));
  const unannounced = [...found.keys()].some((name) => !trailers.includes(name));
  if (missing || unannounced) throw rejection('MalformedTrailerError');
  if (signer !== undefined && trailers.length > 0) verify.trailers(signature, found);
  for (const [name, value] of found) onTrailer(name, value);
}

interface ChunkVerifier {
  chunk(signature: string | undefined, hash: string): void;
  trailers(signature: string | undefined, trailers: ReadonlyMap<string, string>): void;
}

/** Each signature covers the one before it; the first one covers the request's. */
function chunkVerifier(signer: SignedIdentity | undefined): ChunkVerifier {
  let previous = signer?.signature ?? '';
  const check = (kind: string, given: string | undefined, hashes: readonly string[]) => {
    if (signer === undefined) return;
    const scope = scopeText(signer.scope);
    const text = [`AWS4-HMAC-SHA256-${kind}`, signer.timestamp, scope, previous, ...hashes].join('\n');
    const expected = signatureOf(signer.signingKey, text);
    if (!sameSignature(expected, given ?? '')) {
      throw rejection('SignatureDoesNotMatch', undefined, { StringToSign: text });
    }
    previous = expected;
  };
  return {
    chunk: (signature, hash) => check('PAYLOAD', signature, [emptyHash, hash]),
    trailers: (signature, trailers) =>
      check('TRAILER', signature, [
        sha256([...trailers].map(([name, value]) => `${name}:${value}\n`).join('')),
      ]),
  };
}

function parseChunkHead(line: string): { size: number; signature: string | undefined } {
  const [size = '', ...extensions] = line.split(';');
  if (!/^[0-9a-f]{1,12}$/i.test(size)) throw rejection('IncompleteBody');
  const signature = extensions.find((extension) => extension.startsWith('chunk-signature='));
  return { size: Number.parseInt(size, 16), signature: signature?.slice('chunk-signature='.length) };
}

const longestLine = 4096;

/** Reads a stream by lines and by counted bytes in turn. */
class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#source = body[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    return (await this.lineOrEnd()) ?? failIncomplete();
  }

  /** Undefined where the body ends. */
  async lineOrEnd(): Promise<string | undefined> {
    let end = this.#rest.indexOf(0x0a);
    while (end < 0) {
      if (this.#rest.length > longestLine) failIncomplete();
      if (!(await this.#fill())) return this.#rest.length === 0 ? undefined : failIncomplete();
      end = this.#rest.indexOf(0x0a);
    }
    const line = Buffer.from(this.#rest.subarray(0, end)).toString('latin1');
    this.#rest = this.#rest.subarray(end + 1);
    return line.replace(/\r$/, '');
  }

  async newline(): Promise<void> {
    if ((await this.line()) !== '') failIncomplete();
  }

  async *take(size: number): AsyncGenerator<Uint8Array> {
    let missing = size;
    while (missing > 0) {
      if (this.#rest.length === 0 && !(await this.#fill())) failIncomplete();
      const piece = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(piece.length);
      missing -= piece.length;
      yield piece;
    }
  }

  async #fill(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done === true) return false;
    this.#rest = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value]);
    return true;
  }
}

function failIncomplete(): never {
  throw rejection('IncompleteBody');
}
