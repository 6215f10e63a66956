import { IntegrationError } from '@patchbay/core';
import type { PresignedPost, PresignedRequest } from '@patchbay/storage';
import {
  mostPictureBytes,
  type Picture,
  type PictureType,
  pictureTypeOf,
  pictureTypes,
  tellingBytes,
} from '../picture.ts';
import { Refusal } from '../refusal.ts';
import { type CallEntry, puttingAside } from '../timeline.ts';
import type { Desk } from './desk.ts';

/** A picture that somebody may upload. Each page has another one, so that tabs do not disturb each other. */
export interface Draft {
  readonly accountId: string;
  readonly pictureId: string;
}

const formSeconds = 3_600;

/** A form that uploads straight to storage, and comes back to `doneUrl`. */
export function uploadForm({ storage }: Desk, draft: Draft, doneUrl: string): Promise<PresignedPost> {
  return storage.presign.post(keyOf(draft), {
    minBytes: 1,
    maxBytes: mostPictureBytes,
    contentType: 'image/*',
    successUrl: doneUrl,
    expiresInSeconds: formSeconds,
  });
}

/** A request that uploads exactly this many bytes of this type, for the script that shows how far it is. */
export function uploadRequest(
  { storage }: Desk,
  draft: Draft,
  { type, sizeBytes }: { readonly type: PictureType; readonly sizeBytes: number },
): Promise<PresignedRequest> {
  return storage.presign.put(keyOf(draft), { contentType: type, sizeBytes });
}

/**
 * Looks at what was uploaded, and writes it down. The bytes never pass through the shop: it reads how many they are and
 * how they begin.
 * @throws `Refusal` when nothing has come, or no picture.
 */
export async function takePicture(desk: Desk, draft: Draft): Promise<Picture> {
  const { storage, store } = desk;
  const { accountId, pictureId: id } = draft;
  const { provider } = storage;
  const calls: CallEntry[] = [];
  const key = keyOf(draft);
  const { type, etag, sizeBytes } = await puttingAside(calls, () => look(desk, key));
  const step = { kind: 'step', at: Date.now(), step: 'picture_uploaded', provider } as const;
  return store.pictures.save({
    id,
    accountId,
    key,
    provider,
    etag,
    sizeBytes,
    type,
    entries: [...calls, step],
  });
}

async function look({ storage }: Desk, key: string): Promise<Pick<Picture, 'type' | 'etag' | 'sizeBytes'>> {
  try {
    const { etag, sizeBytes } = await storage.head(key);
    if (sizeBytes === 0 || sizeBytes > mostPictureBytes) throw unfit();
    const range = { start: 0, end: Math.min(tellingBytes, sizeBytes) - 1 };
    const object = await storage.get({ key, ifMatch: etag, range });
    const type = pictureTypeOf(await object.bytes());
    if (type === undefined) throw unfit();
    return { type, etag, sizeBytes };
  } catch (error) {
    if (!IntegrationError.is(error, 'not_found')) throw error;
    throw new Refusal(404, 'No picture has come', 'Please choose one on the page of the postcard.');
  }
}

function unfit(): Refusal {
  const text = `Please choose a JPEG or PNG of at most ${mostPictureBytes / 1e6} MB. What was uploaded is something else.`;
  return new Refusal(400, 'That is no picture for a postcard', text);
}

/** Where a browser can see the picture, for a while; `undefined` where another provider has it. */
export async function pictureUrl({ storage }: Desk, picture: Picture): Promise<string | undefined> {
  if (picture.provider !== storage.provider) return undefined;
  return (await storage.presign.get(picture.key, { contentType: picture.type })).url;
}

/** A picture as a mail takes it along. */
export interface Enclosure {
  readonly filename: string;
  readonly content: Uint8Array;
  readonly contentType: string;
}

/** The very bytes that were ordered; `undefined` where they cannot be had: a mail goes without them. */
export async function enclosureOf(
  { storage }: Pick<Desk, 'storage'>,
  { key, etag, type, provider }: Picture,
): Promise<Enclosure | undefined> {
  if (provider !== storage.provider) return undefined;
  try {
    await using object = await storage.get({ key, ifMatch: etag });
    if (object.info.sizeBytes > mostPictureBytes) return undefined;
    const filename = `your-picture.${pictureTypes[type].extension}`;
    return { filename, content: await object.bytes(), contentType: type };
  } catch (error) {
    if (IntegrationError.is(error)) return undefined;
    throw error;
  }
}

function keyOf({ accountId, pictureId }: Draft): string {
  return `pictures/${accountId}/${pictureId}`;
}
