import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

const width = 160;
const height = 120;

/** A picture that nobody has seen before: noise, as PNG (https://www.w3.org/TR/png-3/). */
export function newPicture(): Uint8Array<ArrayBuffer> {
  const header = Buffer.from([0, 0, 0, width, 0, 0, 0, height, 8, 2, 0, 0, 0]); // 8 bits each of red, green and blue
  const rows = Array.from({ length: height }, () =>
    Buffer.concat([Buffer.from([0]), randomBytes(width * 3)]),
  );
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const body = deflateSync(Buffer.concat(rows));
  const chunks = [chunk('IHDR', header), chunk('IDAT', body), chunk('IEND', Buffer.of())];
  return new Uint8Array(Buffer.concat([signature, ...chunks]));
}

function chunk(type: string, content: Buffer): Buffer {
  const checked = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  return Buffer.concat([fourBytes(content.length), checked, fourBytes(crc32(checked))]);
}

function fourBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
