/** A running cyclic redundancy check. */
export interface Crc {
  update(bytes: Uint8Array): void;
  /** The check so far, in base64 of its bytes, most significant first. */
  value(): string;
}

/**
 * Starts a check; no runtime has all three. https://reveng.sourceforge.io/crc-catalogue/17plus.htm
 * @example
 * const check = crc('crc32c');
 * check.update(bytes);
 * check.value(); // base64, as HTTP carries it
 */
export function crc(algorithm: 'crc32' | 'crc32c' | 'crc64nvme'): Crc {
  if (algorithm === 'crc64nvme') return wideCrc();
  return narrowCrc(algorithm === 'crc32' ? crc32Table : crc32cTable);
}

/** The check of one piece in base64, of a number as `zlib.crc32` gives it. */
export function crcText(value: number): string {
  return toBase64([value]);
}

const crc32Table = tableOf(0xedb88320);
const crc32cTable = tableOf(0x82f63b78);
const crc64Table = wideTableOf(0x9a6c9329, 0xac4bc9b5);

function narrowCrc(table: Int32Array): Crc {
  let value = -1;
  return {
    update(bytes) {
      // Counting is far faster than `for … of`, and this runs over every byte.
      for (let position = 0; position < bytes.length; position += 1)
        value = (value >>> 8) ^ (table[(value ^ (bytes[position] ?? 0)) & 0xff] ?? 0);
    },
    value: () => toBase64([~value]),
  };
}

/** In two halves of 32 bits: big integers would be far slower. */
function wideCrc(): Crc {
  let low = -1;
  let high = -1;
  return {
    update(bytes) {
      for (let position = 0; position < bytes.length; position += 1) {
        const index = (low ^ (bytes[position] ?? 0)) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ (crc64Table.low[index] ?? 0);
        high = (high >>> 8) ^ (crc64Table.high[index] ?? 0);
      }
    },
    value: () => toBase64([~high, ~low]),
  };
}

function tableOf(polynomial: number): Int32Array {
  return Int32Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? polynomial : 0);
    return value;
  });
}

function wideTableOf(polynomialHigh: number, polynomialLow: number) {
  const low = new Int32Array(256);
  const high = new Int32Array(256);
  for (let index = 0; index < 256; index += 1) {
    let [upper, lower] = [0, index];
    for (let bit = 0; bit < 8; bit += 1) {
      const isOdd = lower & 1;
      lower = ((lower >>> 1) | (upper << 31)) ^ (isOdd ? polynomialLow : 0);
      upper = (upper >>> 1) ^ (isOdd ? polynomialHigh : 0);
    }
    low[index] = lower;
    high[index] = upper;
  }
  return { low, high };
}

function toBase64(words: readonly number[]): string {
  const octets = words.flatMap((word) => [
    word >>> 24,
    (word >>> 16) & 0xff,
    (word >>> 8) & 0xff,
    word & 0xff,
  ]);
  return btoa(String.fromCharCode(...octets));
}
