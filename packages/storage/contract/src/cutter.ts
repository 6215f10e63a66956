import type { Chunks } from './body.ts';

/** How large the pieces are. */
export interface Pieces {
  readonly pieceBytes: number;
  /** No piece is larger. */
  readonly mostBytes: number;
  /** Pieces double after each so many, so that a body of unknown size does not run out of numbers. */
  readonly doubleAfter: number;
}

const smallestBuffer = 64 * 1024;

/** Cuts a body into pieces of a size; only the last may be smaller. */
export class Cutter {
  /** Whether the last piece was given. */
  isAtEnd = false;
  readonly #chunks: Chunks;
  readonly #pieces: Pieces;
  #pieceBytes: number;
  #count = 0;
  /** Memory of pieces that were given back. */
  readonly #spare: Uint8Array[] = [];
  #rest: Uint8Array = new Uint8Array();

  constructor(chunks: Chunks, pieces: Pieces) {
    this.#chunks = chunks;
    this.#pieces = pieces;
    this.#pieceBytes = pieces.pieceBytes;
  }

  /** The next piece, in memory of its own. `isAtEnd` needs a look at one chunk more. */
  async next(): Promise<Uint8Array> {
    const { doubleAfter, mostBytes } = this.#pieces;
    if (this.#count > 0 && this.#count % doubleAfter === 0)
      this.#pieceBytes = Math.min(mostBytes, this.#pieceBytes * 2);
    this.#count += 1;
    // A body that fills one piece is large; only before that is it worth to begin small, and to copy.
    const roomBytes = this.#count === 1 ? Math.min(smallestBuffer, this.#pieceBytes) : this.#pieceBytes;
    let piece: Uint8Array = this.#spare.pop() ?? new Uint8Array(roomBytes);
    let filled = 0;
    while (filled < this.#pieceBytes && (await this.#hasMore())) {
      const taken = this.#rest.subarray(0, this.#pieceBytes - filled);
      piece = roomFor(piece, filled + taken.byteLength, this.#pieceBytes);
      piece.set(taken, filled);
      filled += taken.byteLength;
      this.#rest = this.#rest.subarray(taken.byteLength);
    }
    this.isAtEnd = !(await this.#hasMore());
    return piece.subarray(0, filled);
  }

  /** Takes back a piece that nobody reads any more: the next one needs no memory of its own, which would be cleared. */
  giveBack({ buffer }: Uint8Array): void {
    if (buffer.byteLength === this.#pieceBytes) this.#spare.push(new Uint8Array(buffer));
  }

  async #hasMore(): Promise<boolean> {
    while (this.#rest.byteLength === 0) {
      const next = await this.#chunks.next();
      if (next.done === true) return false;
      this.#rest = next.value;
    }
    return true;
  }
}

/** The piece, or a larger copy: a small body does not take the memory of a whole piece. */
function roomFor(piece: Uint8Array, bytes: number, mostBytes: number): Uint8Array {
  if (bytes <= piece.byteLength) return piece;
  const larger = new Uint8Array(Math.min(mostBytes, Math.max(bytes, piece.byteLength * 4)));
  larger.set(piece);
  return larger;
}
