/** The Secure Hash Standard, fed piece by piece: https://csrc.nist.gov/pubs/fips/180-4/upd1/final (2026-11-22). */
interface Rounds {
  readonly initial: readonly number[];
  readonly scheduleLength: number;
  /** Mixes one block, of which the first 16 words are set, into the state. */
  mix(state: Uint32Array, words: Uint32Array): void;
}

interface RunningHash {
  update(bytes: Uint8Array): void;
  /** Of all so far, in base64. */
  value(): string;
}

const blockBytes = 64;

export function sha256(): RunningHash {
  return running({ initial: initial256, scheduleLength: 64, mix: mix256 });
}

export function sha1(): RunningHash {
  return running({ initial: initial1, scheduleLength: 80, mix: mix1 });
}

function running({ initial, scheduleLength, mix }: Rounds): RunningHash {
  const state = Uint32Array.from(initial);
  const words = new Uint32Array(scheduleLength);
  const rest = new Uint8Array(blockBytes);
  let totalBytes = 0;
  const takeBlock = (to: Uint32Array, bytes: Uint8Array, offset: number): void => {
    const view = new DataView(bytes.buffer, bytes.byteOffset + offset, blockBytes);
    for (let index = 0; index < 16; index += 1) words[index] = view.getUint32(index * 4);
    mix(to, words);
  };
  return {
    update(bytes) {
      let position = 0;
      const held = totalBytes % blockBytes;
      totalBytes += bytes.byteLength;
      if (held > 0) {
        const taken = bytes.subarray(0, blockBytes - held);
        rest.set(taken, held);
        position = taken.byteLength;
        if (held + position < blockBytes) return;
        takeBlock(state, rest, 0);
      }
      for (; position + blockBytes <= bytes.byteLength; position += blockBytes)
        takeBlock(state, bytes, position);
      rest.set(bytes.subarray(position));
    },
    value() {
      const end = padded(rest.subarray(0, totalBytes % blockBytes), totalBytes);
      const final = Uint32Array.from(state);
      for (let offset = 0; offset < end.byteLength; offset += blockBytes) takeBlock(final, end, offset);
      return toBase64(final);
    },
  };
}

function padded(rest: Uint8Array, totalBytes: number): Uint8Array {
  const end = new Uint8Array(rest.byteLength < 56 ? blockBytes : blockBytes * 2);
  end.set(rest);
  end[rest.byteLength] = 0x80;
  new DataView(end.buffer).setBigUint64(end.byteLength - 8, BigInt(totalBytes) * 8n);
  return end;
}

function toBase64(words: Uint32Array): string {
  const view = new DataView(new ArrayBuffer(words.length * 4));
  words.forEach((word, index) => view.setUint32(index * 4, word));
  return btoa(String.fromCharCode(...new Uint8Array(view.buffer)));
}

const right = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));
const at = (words: Uint32Array, index: number): number => words[index] ?? 0;

const initial256 = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const constants256 = Uint32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));

function mix256(state: Uint32Array, words: Uint32Array): void {
  for (let index = 16; index < 64; index += 1) {
    const [early, late] = [at(words, index - 15), at(words, index - 2)];
    const small = right(early, 7) ^ right(early, 18) ^ (early >>> 3);
    const large = right(late, 17) ^ right(late, 19) ^ (late >>> 10);
    words[index] = at(words, index - 16) + small + at(words, index - 7) + large;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let index = 0; index < 64; index += 1) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const upper = right(e, 6) ^ right(e, 11) ^ right(e, 25);
    const first = (h + upper + choice + at(constants256, index) + at(words, index)) | 0;
    const second = ((right(a, 2) ^ right(a, 13) ^ right(a, 22)) + majority) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => {
    state[index] = at(state, index) + word;
  });
}

const initial1 = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
const constants1 = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6];

function mix1(state: Uint32Array, words: Uint32Array): void {
  for (let index = 16; index < 80; index += 1)
    words[index] = right(
      at(words, index - 3) ^ at(words, index - 8) ^ at(words, index - 14) ^ at(words, index - 16),
      31,
    );
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
  for (let index = 0; index < 80; index += 1) {
    const quarter = Math.floor(index / 20);
    const chosen =
      quarter === 0 ? (b & c) | (~b & d) : quarter === 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
    const next = (right(a, 27) + chosen + e + (constants1[quarter] ?? 0) + at(words, index)) | 0;
    [e, d, c, b, a] = [d, c, right(b, 2), a, next];
  }
  [a, b, c, d, e].forEach((word, index) => {
    state[index] = at(state, index) + word;
  });
}

function primes(count: number): readonly number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate += 1)
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  return found;
}

function fraction(root: number): number {
  return Math.floor((root % 1) * 2 ** 32);
}
