import type { TimelineEntry } from './timeline.ts';

/** A picture that a buyer has put on a postcard. Its bytes are in storage; the shop knows which. */
export interface Picture {
  readonly id: string;
  readonly accountId: string;
  readonly key: string;
  /** Whose storage has it: nobody else can show it. */
  readonly provider: string;
  /** Which bytes: others that come under this key later are not this picture. */
  readonly etag: string;
  readonly sizeBytes: number;
  readonly type: PictureType;
  /** How the upload was looked at. */
  readonly entries: readonly TimelineEntry[];
}

export type PictureType = keyof typeof pictureTypes;

/** What a picture may be, and how its bytes begin: what a browser says of them counts for nothing. */
export const pictureTypes = {
  'image/jpeg': { name: 'JPEG', extension: 'jpg', begins: [0xff, 0xd8, 0xff] },
  'image/png': { name: 'PNG', extension: 'png', begins: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
} as const satisfies Record<
  string,
  { readonly name: string; readonly extension: string; readonly begins: readonly number[] }
>;

export const mostPictureBytes = 5_000_000;

/** How many bytes tell what a picture is. */
export const tellingBytes = 8;

/** What begins so, where it is a picture. */
export function pictureTypeOf(bytes: Uint8Array): PictureType | undefined {
  const types: readonly PictureType[] = ['image/jpeg', 'image/png'];
  return types.find((type) => pictureTypes[type].begins.every((byte, index) => bytes[index] === byte));
}

export function isPictureType(text: string): text is PictureType {
  return Object.hasOwn(pictureTypes, text);
}
