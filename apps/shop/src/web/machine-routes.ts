import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { receiveWebhook } from '../desk/webhook.ts';
import type { Remembered, Shop } from './context.ts';
import { answerTo } from './problem-of.ts';

/** Where a provider's own pages are served, when it has any. */
export const providerPagesPath = '/provider/payments';
export const webhookPath = '/webhooks/payments';

/** What is read by machines, or answered by the provider: the site's headers and checks do not apply. */
export function machineRoutes({ desk, assets }: Shop): Hono<Remembered> {
  const routes = new Hono<Remembered>();
  for (const path of ['/style.css', '/live.mjs', '/stamp.svg', '/art/:file']) {
    routes.get(path, async (context, next) => assets.answer(context.req.path) ?? next());
  }
  routes.all(`${providerPagesPath}/*`, async (context, next) => {
    return (await desk.payments.pages(context.req.raw)) ?? next();
  });
  routes.post(webhookPath, async (context) => {
    try {
      const verdict = await receiveWebhook(desk, context.req.raw);
      return verdict === 'handled'
        ? context.body(null, 204)
        : context.body(null, 503, { 'retry-after': '5' });
    } catch (error) {
      const { status, document } = answerTo(error);
      // Only what is forged is refused for good; everything else is worth another delivery.
      return Response.json(document, { status: status === 400 ? 400 : 503 });
    }
  });
  routes.get('/orders/:id/events', (context) =>
    streamSSE(context, async (stream) => {
      const news = (): void => void stream.writeSSE({ event: 'news', data: '' });
      await new Promise<void>((resolve) => {
        const stop = desk.live.watch(context.req.param('id'), news, resolve);
        stream.onAbort(() => {
          stop();
          resolve();
        });
      });
    }),
  );
  return routes;
}
