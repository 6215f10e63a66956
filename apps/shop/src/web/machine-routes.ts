import { countDelivery } from '@patchbay/prometheus';
import { Hono } from 'hono';
import { receiveMailWebhook } from '../desk/mail-webhook.ts';
import { receiveSignOut } from '../desk/sign-out.ts';
import { receiveWebhook } from '../desk/webhook.ts';
import type { Monitor } from '../monitor.ts';
import type { Category } from '../requirements.ts';
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

function webhookRoutes({ desk, monitor }: Shop): Hono<Remembered> {
  const routes = new Hono<Remembered>();
  routes.post(paymentWebhookPath, async ({ req }) =>
    take(monitor, { service: 'payments', handle: () => receiveWebhook(desk, req.raw) }),
  );
  routes.post(mailWebhookPath, async ({ req }) =>
    take(monitor, { service: 'email', handle: () => receiveMailWebhook(desk, req.raw) }),
  );
  routes.post(signOutWebhookPath, async (context, next) => {
    if (desk.auth.capabilities.traits['sign_out.back_channel'] !== true) return next();
    const { raw } = context.req;
    return take(monitor, { service: 'auth', handle: () => receiveSignOut(desk, raw), status: 200 });
  });
  return routes;
}

interface Delivery {
  readonly service: Category;
  readonly handle: () => Promise<void>;
  /** Of the answer when it is handled. Default: 204. */
  readonly status?: 200;
}

/** Answers a webhook and counts it. */
async function take(monitor: Monitor, { service, handle, status }: Delivery): Promise<Response> {
  try {
    await countDelivery(service, handle, monitor);
    return new Response(null, { status: status ?? 204, headers: uncached });
  } catch (error) {
    return refuse(error);
  }
}

const uncached = { 'cache-control': 'no-store' };

/** Only what is forged is refused for good; everything else is worth another delivery. */
function refuse(error: unknown): Response {
  const { status, document } = answerTo(error);
  return status === 400
    ? Response.json(document, { status, headers: uncached })
    : Response.json(document, { status: 503, headers: { ...uncached, 'retry-after': '5' } });
}
