import { Hono } from 'hono';
import * as z from 'zod';
import { findPostcard } from '../catalog.ts';
import { type Draft, takePicture, uploadRequest } from '../desk/picture.ts';
import { isId } from '../ids.ts';
import { isPictureType, mostPictureBytes } from '../picture.ts';
import { Refusal } from '../refusal.ts';
import type { Remembered, RequestContext, Shop } from './context.ts';
import { formOf } from './form-of.ts';
import { requireVisitor } from './visitor.ts';

/** Where the browser comes back to from an upload, and where the script asks for one. */
export function picturePath(postcardId: string, pictureId: string): string {
  return `/postcards/${postcardId}/pictures/${pictureId}`;
}

/** Uploading a picture of one's own. Its bytes go straight to storage. */
export function pictureRoutes(shop: Shop): Hono<Remembered> {
  const { desk } = shop;
  const routes = new Hono<Remembered>();
  const path = picturePath(':id', ':picture');
  routes.get(path, async (context) => {
    const draft = draftOf(shop, context);
    const { id } = await takePicture(desk, draft);
    return context.redirect(`/postcards/${context.req.param('id') ?? ''}?picture=${id}`, 303);
  });
  routes.post(path, async (context) => {
    const draft = draftOf(shop, context);
    const wish = wishSchema.safeParse(await formOf(context));
    if (!wish.success) {
      const text = `It has to be a JPEG or PNG of at most ${mostPictureBytes / 1e6} MB.`;
      throw new Refusal(400, 'That is no picture for a postcard', text);
    }
    const { url, headers } = await uploadRequest(desk, draft, wish.data);
    return context.json({ url, headers });
  });
  return routes;
}

function draftOf(shop: Shop, context: RequestContext): Draft {
  const [postcardId = '', pictureId = ''] = [context.req.param('id'), context.req.param('picture')];
  if (findPostcard(postcardId) === undefined || !isId('picture', pictureId))
    throw new Refusal(404, 'No such picture', 'Perhaps the address was cut off.');
  const { account } = requireVisitor(shop, context);
  return { accountId: account.id, pictureId };
}

const wishSchema = z.object({
  type: z.string().refine(isPictureType),
  sizeBytes: z.coerce.number().int().min(1).max(mostPictureBytes),
});
