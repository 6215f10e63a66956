import * as zlib from 'node:zlib';

/** A running cyclic redundancy check. */
export interface Crc {
  update(bytes: Uint8Array): void;
  /** The check so far, big-endian. */
  digest(): Buffer;
}

/** CRC-32 as in zlib; Node has it natively from 22.2 on. */
export function crc32(): Crc {
  if (nativeCrc32 === undefined) return portableCrc32();
  let value = 0;
  return {
    update(bytes) {
      value = nativeCrc32(bytes, value);
    },
    digest: () => word(value),
  };
}

export function portableCrc32(): Crc {
  return tableCrc(crc32Table);
}

/** CRC-32C (Castagnoli). */
export function crc32c(): Crc {
  return tableCrc(crc32cTable);
}

/** CRC-64/NVME, in two halves of 32 bits: big integers would be far slower. */
export function crc64nvme(): Crc {
  let low = -1;
  let high = -1;
  return {
    update(bytes) {
      // Counting is twenty times faster than `for … of`, and this runs over every byte.
      for (let position = 0; position < bytes.length; position++) {
        const index = (low ^ (bytes[position] ?? 0)) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ (crc64Table.low[index] ?? 0);
        high = (high >>> 8) ^ (crc64Table.high[index] ?? 0);
      }
    },
    digest: () => Buffer.concat([word(~high), word(~low)]),
  };
}

const nativeCrc32 = 'crc32' in zlib ? zlib.crc32 : undefined;

/** Both reflected. https://reveng.sourceforge.io/crc-catalogue/17plus.htm */
const crc32Table = tableOf(0xedb88320);
const crc32cTable = tableOf(0x82f63b78);
const crc64Table = wideTableOf(0x9a6c9329, 0xac4bc9b5);

function tableCrc(table: Int32Array): Crc {
  let value = -1;
  return {
    update(bytes) {
      for (let position = 0; position < bytes.length; position++) {
        value = (value >>> 8) ^ (table[(value ^ (bytes[position] ?? 0)) & 0xff] ?? 0);
      }
    },
    digest: () => word(~value),
  };
}

function tableOf(polynomial: number): Int32Array {
  return Int32Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? polynomial : 0);
    return value;
  });
}

function wideTableOf(polynomialHigh: number, polynomialLow: number) {
  const low = new Int32Array(256);
  const high = new Int32Array(256);
  for (let index = 0; index < 256; index++) {
    let [upper, lower] = [0, index];
    for (let bit = 0; bit < 8; bit++) {
      const odd = lower & 1;
      lower = ((lower >>> 1) | (upper << 31)) ^ (odd ? polynomialLow : 0);
      upper = (upper >>> 1) ^ (odd ? polynomialHigh : 0);
    }
    low[index] = lower;
    high[index] = upper;
  }
  return { low, high };
}

function word(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value | 0);
  return buffer;
}
