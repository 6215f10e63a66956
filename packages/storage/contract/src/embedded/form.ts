import { DriverFailure } from '@patchbay/core';

/** A form as a browser posts it, up to its file, whose bytes are read as they come. */
export interface UploadForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: { readonly type: string; readonly chunks: AsyncIterable<Uint8Array> };
  /** Lets go of the body: what is left of it is the server's to deal with. */
  release(): void;
}

const longestHead = 64 * 1024;

/**
 * Reads a `multipart/form-data` body: fields first, each once, then the field `file`, then nothing. Never holds more of
 * it than one chunk and the fields. https://www.rfc-editor.org/rfc/rfc7578
 * @throws `DriverFailure` `invalid_request` (`body_invalid`) for a body of another form.
 */
export async function readForm(request: Request): Promise<UploadForm> {
  const { headers, body } = request;
  const type = headers.get('content-type') ?? '';
  const [, quoted, bare] =
    /^multipart\/form-data;.*\bboundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(type) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined || body === null) throw malformed('it is not multipart/form-data');
  const reader = body.getReader();
  // Not cancelled: Node 24 fails beyond any catch where a body made of FormData is (undici, 2026-11-22).
  const release = (): void => reader.releaseLock();
  try {
    return { ...(await readUpToFile(new Scanner(reader), boundary)), release };
  } catch (error) {
    release();
    throw error;
  }
}

async function readUpToFile(scanner: Scanner, boundary: string): Promise<Omit<UploadForm, 'release'>> {
  const fields = new Map<string, string>();
  await scanner.text(`--${boundary}\r\n`);
  for (;;) {
    const head = await scanner.text('\r\n\r\n');
    const [, name] = /^content-disposition: *form-data;(?:.*;)? *name="([^"\r\n]*)"/im.exec(head) ?? [];
    if (name === undefined) throw malformed('a part has no name');
    if (name === 'file') {
      const [, type = ''] = /^content-type: *([^\r\n]*)/im.exec(head) ?? [];
      return { fields: Object.fromEntries(fields), file: { type, chunks: fileOf(scanner, boundary) } };
    }
    const value = await scanner.text(`\r\n--${boundary}`);
    if (fields.has(name)) throw malformed('a field comes twice');
    fields.set(name, value);
    if ((await scanner.text('\r\n')) !== '') throw malformed('it has no field file');
  }
}

async function* fileOf(scanner: Scanner, boundary: string): AsyncGenerator<Uint8Array, void, undefined> {
  yield* scanner.chunks(`\r\n--${boundary}`);
  if (!(await scanner.startsWith('--'))) throw malformed('something follows the file');
}

/** Reads a stream up to one mark after the other. */
class Scanner {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #held: Uint8Array = new Uint8Array();
  #headBytes = 0;

  constructor(reader: ReadableStreamDefaultReader<Uint8Array>) {
    this.#reader = reader;
  }

  /** The text up to the mark, which is passed over. All texts together are of bounded length. */
  async text(mark: string): Promise<string> {
    const wanted = new TextEncoder().encode(mark);
    for (;;) {
      const at = indexOf(this.#held, wanted);
      if (this.#headBytes + (at === -1 ? this.#held.length : at) > longestHead)
        throw malformed('its fields are too long');
      if (at !== -1) {
        this.#headBytes += at + wanted.length;
        return new TextDecoder().decode(this.#take(at, wanted.length));
      }
      await this.#more();
    }
  }

  /** The bytes up to the mark, as they come. */
  async *chunks(mark: string): AsyncGenerator<Uint8Array, void, undefined> {
    const wanted = new TextEncoder().encode(mark);
    for (;;) {
      const at = indexOf(this.#held, wanted);
      // What may be the beginning of the mark waits for what follows.
      const sure = at === -1 ? Math.max(0, this.#held.length - wanted.length + 1) : at;
      if (sure > 0) yield this.#take(sure, 0);
      if (at !== -1) {
        this.#take(0, wanted.length);
        return;
      }
      await this.#more();
    }
  }

  async startsWith(mark: string): Promise<boolean> {
    while (this.#held.length < mark.length) await this.#more();
    return new TextDecoder().decode(this.#held.subarray(0, mark.length)) === mark;
  }

  #take(length: number, passedOver: number): Uint8Array {
    const taken = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length + passedOver);
    return taken;
  }

  async #more(): Promise<void> {
    const { done, value } = await this.#reader.read();
    if (done) throw malformed('it ends too early');
    const joined = new Uint8Array(this.#held.length + value.length);
    joined.set(this.#held);
    joined.set(value, this.#held.length);
    this.#held = joined;
  }
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array): number {
  const [first = 0] = wanted;
  for (let at = bytes.indexOf(first); at !== -1; at = bytes.indexOf(first, at + 1)) {
    if (at + wanted.length > bytes.length) return -1;
    if (wanted.every((byte, offset) => bytes[at + offset] === byte)) return at;
  }
  return -1;
}

function malformed(why: string): DriverFailure {
  const message = `The form cannot be taken: ${why}.`;
  return new DriverFailure({ code: 'invalid_request', reason: 'body_invalid', message });
}
