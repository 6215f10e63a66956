import { Hono } from 'hono';
import type { Desk } from '../desk/desk.ts';
import { receiveMailWebhook } from '../desk/mail-webhook.ts';
import { receiveSignOut } from '../desk/sign-out.ts';
import { receiveWebhook } from '../desk/webhook.ts';
import { hasInbox, pagesPaths, type Remembered, type Shop } from './context.ts';
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
  routes.route('/', webhookRoutes(desk));
  return routes;
}

function webhookRoutes(desk: Desk): Hono<Remembered> {
  const routes = new Hono<Remembered>();
  routes.post(paymentWebhookPath, async (context) => {
    try {
      const verdict = await receiveWebhook(desk, context.req.raw);
      return verdict === 'handled'
        ? context.body(null, 204)
        : context.body(null, 503, { 'retry-after': '5' });
    } catch (error) {
      return refuse(error);
    }
  });
  routes.post(mailWebhookPath, async (context) => {
    try {
      await receiveMailWebhook(desk, context.req.raw);
      return context.body(null, 204);
    } catch (error) {
      return refuse(error);
    }
  });
  routes.post(signOutWebhookPath, async (context, next) => {
    if (desk.auth.capabilities.traits['sign_out.back_channel'] !== true) return next();
    context.header('cache-control', 'no-store');
    try {
      await receiveSignOut(desk, context.req.raw);
      return context.body(null, 200);
    } catch (error) {
      return refuse(error);
    }
  });
  return routes;
}

/** Only what is forged is refused for good; everything else is worth another delivery. */
function refuse(error: unknown): Response {
  const { status, document } = answerTo(error);
  return Response.json(document, { status: status === 400 ? 400 : 503 });
}
