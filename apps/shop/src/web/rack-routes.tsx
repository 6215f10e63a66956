import { isEmail } from '@patchbay/email';
import { Hono } from 'hono';
import * as z from 'zod';
import { findPostcard, mostCopies } from '../catalog.ts';
import { paymentPage, placeOrder } from '../desk/buy.ts';
import { pictureUrl, uploadForm } from '../desk/picture.ts';
import { isId, newId } from '../ids.ts';
import { type Buyer, PostcardPage } from '../pages/postcard.tsx';
import { RackPage } from '../pages/rack.tsx';
import { Refusal } from '../refusal.ts';
import { frameOf, type Remembered, type RequestContext, type Shop } from './context.ts';
import { formOf } from './form-of.ts';
import { picturePath } from './picture-routes.tsx';
import { requireVisitor, visitorOf } from './visitor.ts';

/** Choosing and buying. */
export function rackRoutes(shop: Shop): Hono<Remembered> {
  const { desk, currency } = shop;
  const routes = new Hono<Remembered>();
  routes.get('/', (context) => context.html(<RackPage {...frameOf(shop, context)} currency={currency} />));
  routes.get('/postcards/:id', async (context) => {
    const postcard = findPostcard(context.req.param('id'));
    if (postcard === undefined) return context.notFound();
    const buyer = await buyerOf(shop, context, postcard.id);
    return context.html(
      <PostcardPage
        {...frameOf(shop, context)}
        {...{ postcard, currency, buyer }}
        orderId={newId('order')}
      />,
    );
  });
  routes.post('/orders', async (context) => {
    const fields = await formOf(context);
    const { session } = requireVisitor(shop, context, pageOf(fields));
    const form = purchaseSchema.safeParse(fields);
    if (form.success && !isEmail(form.data.email))
      throw new Refusal(400, 'That is no e-mail address', 'Please give one such as ada@example.com.');
    const order = form.success ? placeOrder(desk, session, { ...form.data, currency }) : undefined;
    if (order === undefined)
      throw new Refusal(400, 'That is not on the rack', 'Please choose one of our postcards.');
    context.set('orderId', order.id);
    return context.redirect((await paymentPage(desk, order.id)) ?? `/orders/${order.id}`, 303);
  });
  return routes;
}

/** What the page of a postcard offers to somebody who is signed in. */
async function buyerOf(shop: Shop, context: RequestContext, postcardId: string): Promise<Buyer | undefined> {
  const { desk } = shop;
  const visitor = visitorOf(shop, context);
  if (visitor === undefined) return undefined;
  const { id: accountId, email } = visitor.account;
  const pictureId = newId('picture');
  const donePath = picturePath(postcardId, pictureId);
  const { url, fields } = await uploadForm(desk, { accountId, pictureId }, `${desk.publicUrl}${donePath}`);
  const uploaded = desk.store.pictures.get(context.req.query('picture') ?? '');
  const own = uploaded?.accountId === accountId ? uploaded : undefined;
  const ownUrl = own && (await pictureUrl(desk, own));
  const picture = own && ownUrl !== undefined ? { id: own.id, url: ownUrl } : undefined;
  return { email, upload: { url, fields, donePath }, picture };
}

/** The page of the postcard that somebody wanted to buy before they were signed in. */
function pageOf(fields: unknown): string {
  const { postcard, picture } = wantedSchema.parse(fields);
  if (findPostcard(postcard) === undefined) return '/';
  return `/postcards/${postcard}${isId('picture', picture) ? `?picture=${picture}` : ''}`;
}

const wantedSchema = z
  .object({ postcard: z.string(), picture: z.string().optional() })
  .catch({ postcard: '' });

const purchaseSchema = z
  .object({
    order: z.string().refine((text) => isId('order', text)),
    postcard: z.string(),
    email: z
      .string()
      .max(1000)
      .default('')
      .transform((text) => text.trim()),
    copies: z.coerce.number().int().min(1).max(mostCopies),
    picture: z.string().optional(),
  })
  .transform(({ order, postcard, picture, ...rest }) => ({
    orderId: order,
    postcardId: postcard,
    pictureId: picture,
    ...rest,
  }));
