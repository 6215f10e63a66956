import { createHash, timingSafeEqual } from 'node:crypto';
import { metricsResponse } from '@patchbay/prometheus';
import { Hono } from 'hono';
import { healthOf, type ServiceHealth, worstOf } from '../health.ts';
import { categories, foundations } from '../requirements.ts';
import type { Remembered, RequestContext, Shop } from './context.ts';

/** For those who watch over the shop: whether it lives, how its integrations are, and its metrics. */
export function monitorRoutes(shop: Shop): Hono<Remembered> {
  const { desk, monitor } = shop;
  const routes = new Hono<Remembered>();
  routes.get('/health/live', (context) => context.body(null, 204, uncached)); // whoever restarts it asks only this
  routes.get('/health/integrations', async (context) => {
    const deep = isDeep(context);
    const found = await Promise.all(
      integrations.map(async (name) => [name, await healthOf(desk[name], { monitor, deep })] as const),
    );
    const view = viewFor(shop, context);
    const services = Object.fromEntries(found.map(([name, service]) => [name, view(service)]));
    const report = { status: worstOf(Object.values(services)), services };
    return answer(report);
  });
  for (const path of ['/health/integrations/:name', '/health/integration/:name']) {
    routes.get(path, async (context, next) => {
      const name = integrations.find((integration) => integration === context.req.param('name'));
      if (name === undefined) return next();
      return answer(viewFor(shop, context)(await healthOf(desk[name], { monitor, deep: isDeep(context) })));
    });
  }
  routes.get('/metrics', async (context, next) =>
    mayLookInside(shop, context) ? metricsResponse(monitor.register) : next(),
  );
  return routes;
}

const integrations = [...categories, ...foundations];

const uncached = { 'cache-control': 'no-store' };

/** `?deep`: asks the providers, too. Their answers are kept for 15 s, so anybody may ask for that. */
function isDeep({ req }: RequestContext): boolean {
  return req.query('deep') !== undefined;
}

/** What everybody may know. */
type PublicHealth = Pick<ServiceHealth, 'status'>;

function answer(health: PublicHealth): Response {
  return Response.json(health, { status: health.status === 'unhealthy' ? 503 : 200, headers: uncached });
}

type View = (service: ServiceHealth) => PublicHealth;

function viewFor(shop: Shop, context: RequestContext): View {
  return mayLookInside(shop, context) ? (service) => service : ({ status }) => ({ status });
}

/**
 * In production whoever has the token, and without one nobody. The address that a request comes from says nothing: a
 * proxy on this machine brings those of the whole world.
 */
export function mayLookInside({ isPublic, monitorToken }: Shop, { req }: RequestContext): boolean {
  if (!isPublic) return true;
  return monitorToken !== undefined && isSame(req.header('authorization') ?? '', `Bearer ${monitorToken}`);
}

/** In a time that does not tell how much of it is right. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
