import type { Message } from '@patchbay/email';
import { findPostcard } from '../catalog.ts';
import type { Enclosure } from '../desk/picture.ts';
import type { MailRow } from '../mail.ts';
import type { Order } from '../order.ts';
import { letterOf, pictureId } from './letter.tsx';

/** Where a mail comes from, and what it points at. */
export interface Letterhead {
  readonly sender: string;
  readonly publicUrl: string;
  readonly artOf: (postcardId: string) => Uint8Array;
  /** The buyer's own picture, where there is one and it can be had. */
  readonly enclosure: Enclosure | undefined;
  /** Whether the provider gives back, in events, what travels with a mail. */
  readonly isTraceable: boolean;
}

/** A mail as it is handed over. It is the same whenever it is made: a provider that knows its key compares. */
export function toMessage({ key, kind, amount, to }: MailRow, order: Order, letterhead: Letterhead): Message {
  const { sender, publicUrl, artOf, isTraceable, enclosure } = letterhead;
  const { id, postcardId } = order;
  const onRack = findPostcard(postcardId) ?? { title: postcardId, place: 'our rack', picture: '' };
  const postcard = enclosure === undefined ? onRack : { ...onRack, picture: 'Your own picture' };
  const rackArt = () => ({
    filename: `${postcardId}.svg`,
    content: artOf(postcardId),
    contentType: 'image/svg+xml',
  });
  const art = { ...(enclosure ?? rackArt()), contentId: pictureId };
  return {
    from: sender,
    to,
    ...letterOf({ kind, amount, order, postcard, orderUrl: `${publicUrl}/orders/${id}` }),
    attachments: [art],
    headers: { 'Auto-Submitted': 'auto-generated' }, // no holiday notes, please: RFC 3834
    ...(isTraceable && { reference: id, metadata: { mail: key } }),
  };
}
