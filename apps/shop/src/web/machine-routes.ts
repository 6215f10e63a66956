import { countDelivery } from '@patchbay/prometheus';
import { toHono } from '@patchbay/webhooks/bridges';
import { Hono } from 'hono';
import { receiveSignOut } from '../desk/sign-out.ts';
import { hasInbox, pagesPaths, type Remembered, type Shop } from './context.ts';
import { monitorRoutes } from './monitor-routes.ts';
import { answerTo } from './problem-of.ts';

/** Where providers send their webhooks. */
export const paymentWebhookPath = '/webhooks/payments';
export const mailWebhookPath = '/webhooks/email';
export const signOutWebhookPath = '/auth/back-channel';

/** What is read by machines, or answered by the provider: the site's headers and checks do not apply. */
export function machineRoutes(shop: Shop): Hono<Remembered> {
  const { desk, assets } = shop;
  const routes = new Hono<Remembered>();
  for (const path of ['/style.css', '/live.mjs', '/upload.mjs', '/stamp.svg', '/art/:file']) {
    routes.get(path, async (context, next) => assets.answer(context.req.path) ?? next());
  }
  for (const category of ['auth', 'storage', 'payments'] as const) {
    routes.all(`${pagesPaths[category]}/*`, async (context, next) => {
      return (await desk[category].pages(context.req.raw)) ?? next();
    });
  }
  routes.all(`${pagesPaths.email}/*`, async (context, next) => {
    return (hasInbox(shop) ? await desk.email.pages(context.req.raw) : undefined) ?? next();
  });
  routes.route('/', webhookRoutes(shop));
  routes.route('/', monitorRoutes(shop));
  return routes;
}

function webhookRoutes({ desk, monitor, receiver }: Shop): Hono<Remembered> {
  const routes = new Hono<Remembered>();
  for (const path of ['/webhooks/:service', '/api/webhooks/:service'])
    routes.all(path, toHono(receiver.handle));
  routes.post(signOutWebhookPath, async (context, next) => {
    if (desk.auth.capabilities.traits['sign_out.back_channel'] !== true) return next();
    try {
      await countDelivery('auth', () => receiveSignOut(desk, context.req.raw), monitor);
      return new Response(null, { status: 200, headers: uncached });
    } catch (error) {
      return refuse(error);
    }
  });
  return routes;
}

const uncached = { 'cache-control': 'no-store' };

/** Only what is forged is refused for good; everything else is worth another delivery. */
function refuse(error: unknown): Response {
  const { status, document } = answerTo(error);
  return status === 400
    ? Response.json(document, { status, headers: uncached })
    : Response.json(document, { status: 503, headers: { ...uncached, 'retry-after': '5' } });
}
