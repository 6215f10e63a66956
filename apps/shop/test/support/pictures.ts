import { Buffer } from 'node:buffer';

/** A picture of one pixel. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export const jpeg = Buffer.from([
  0xff,
  0xd8,
  0xff,
  0xe0,
  0,
  16,
  ...Buffer.from('JFIF'),
  0,
  1,
  1,
  0,
  0,
  1,
  0,
  1,
  0,
  0,
]);

/** A picture of so many bytes. */
export function pngOf(sizeBytes: number): Buffer<ArrayBuffer> {
  return Buffer.concat([png, Buffer.alloc(Math.max(0, sizeBytes - png.length))]);
}

export function pictureFile(bytes: Uint8Array<ArrayBuffer>, type = 'image/png'): File {
  return new File([bytes], 'own', { type });
}
