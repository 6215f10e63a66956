import { isEmail } from '@patchbay/email';
import { Hono } from 'hono';
import { z } from 'zod';
import { findPostcard, mostCopies } from '../catalog.ts';
import { paymentPage, placeOrder } from '../desk/buy.ts';
import { isId, newId } from '../ids.ts';
import { PostcardPage } from '../pages/postcard.tsx';
import { RackPage } from '../pages/rack.tsx';
import { Refusal } from '../refusal.ts';
import { frameOf, type Remembered, type Shop } from './context.ts';
import { formOf } from './form-of.ts';

/** Choosing and buying. */
export function rackRoutes(shop: Shop): Hono<Remembered> {
  const { desk, currency } = shop;
  const routes = new Hono<Remembered>();
  routes.get('/', (context) => context.html(<RackPage {...frameOf(shop)} currency={currency} />));
  routes.get('/postcards/:id', (context) => {
    const postcard = findPostcard(context.req.param('id'));
    if (postcard === undefined) return context.notFound();
    return context.html(
      <PostcardPage {...frameOf(shop)} postcard={postcard} currency={currency} orderId={newId('order')} />,
    );
  });
  routes.post('/orders', async (context) => {
    const form = purchaseSchema.safeParse(await formOf(context));
    if (form.success && !isEmail(form.data.email))
      throw new Refusal(400, 'That is no e-mail address', 'Please give one such as ada@example.com.');
    const order = form.success ? placeOrder(desk, { ...form.data, currency }) : undefined;
    if (order === undefined)
      throw new Refusal(400, 'That is not on the rack', 'Please choose one of our postcards.');
    context.set('orderId', order.id);
    return context.redirect((await paymentPage(desk, order.id)) ?? `/orders/${order.id}`, 303);
  });
  return routes;
}

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
  })
  .transform(({ order, postcard, ...rest }) => ({ orderId: order, postcardId: postcard, ...rest }));
