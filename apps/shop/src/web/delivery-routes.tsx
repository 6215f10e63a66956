import { IntegrationError, reveal } from '@patchbay/core';
import type { Jobs } from '@patchbay/jobs';
import type { WebhookReceiver } from '@patchbay/webhooks';
import type { EndpointSecret, WebhookSender } from '@patchbay/webhooks/send';
import { Hono } from 'hono';
import * as z from 'zod';
import { redrive } from '../desk/dead-mail.ts';
import { refundOrder } from '../desk/refund.ts';
import { DeliveriesPage } from '../pages/deliveries.tsx';
import { EndpointSecretPage } from '../pages/delivery-endpoints.tsx';
import { Refusal } from '../refusal.ts';
import { frameOf, type Remembered, type RequestContext, type Shop } from './context.ts';
import { deadQueuesOf, deliveriesView } from './delivery-view.ts';
import { formOf } from './form-of.ts';
import { mayLookInside } from './monitor-routes.ts';

/** What comes in, what goes out, and what was given up. */
export interface Deliveries {
  readonly receiver: Pick<WebhookReceiver, 'deliveries'>;
  /** The names of the receiver's sources. */
  readonly services: readonly string[];
  readonly sender: Omit<WebhookSender, 'send' | 'work'>;
  readonly jobs: Jobs<'dead.list' | 'dead.redrive' | 'dead.discard'>;
  /** Whose dead letters are shown, beside those of the sources and of the sender. */
  readonly queues: readonly string[];
}

const home = '/deliveries';

/** Deliveries in and out, for those who run the shop: whoever may see its metrics. */
export function deliveryRoutes(shop: Shop, deliveries: Deliveries): Hono<Remembered> {
  const routes = new Hono<Remembered>();
  routes.use(`${home}/*`, (context, next) =>
    mayLookInside(shop, context) ? next() : Promise.resolve(context.notFound()),
  );
  routes.get(home, async (context) =>
    context.html(
      <DeliveriesPage {...frameOf(shop, context)} {...(await deliveriesView(shop, deliveries))} />,
    ),
  );
  routes.route('/', incomingRoutes(shop, deliveries));
  routes.route('/', endpointRoutes(shop, deliveries));
  return routes;
}

function incomingRoutes({ desk }: Shop, deliveries: Deliveries): Hono<Remembered> {
  const { receiver, services, jobs, sender } = deliveries;
  const routes = new Hono<Remembered>();
  routes.post(`${home}/in/:service`, async (context) => {
    const service = context.req.param('service');
    const form = keySchema.safeParse(await formOf(context));
    if (!services.includes(service) || !form.success) throw gone();
    await orRefusal(() => receiver.deliveries.replay(service, form.data.key));
    return context.redirect(`${home}#in-${service}`, 303);
  });
  routes.post(`${home}/dead`, async (context) => {
    const { do: move, ...job } = parse(deadJobSchema, await formOf(context));
    if (!deadQueuesOf(deliveries).includes(job.queue)) throw gone();
    const isThere = await orRefusal(() =>
      move === 'redrive' ? redrive({ ...desk, jobs }, job) : jobs.dead.discard(job),
    );
    if (!isThere) throw gone();
    return context.redirect(`${home}#dead`, 303);
  });
  routes.post(`${home}/refunds`, async (context) => {
    const { id: refundId } = parse(idSchema, await formOf(context));
    const row = desk.store.refunds.get(refundId);
    if (row === undefined) throw gone();
    await refundOrder(desk, { ...row, refundId });
    return context.redirect(`${home}#refunds`, 303);
  });
  routes.post(`${home}/out/dead`, async (context) => {
    const { id, do: move } = parse(deadSchema, await formOf(context));
    if (!(await orRefusal(() => sender.dead[move]({ id })))) throw gone();
    return context.redirect(`${home}#out-dead`, 303);
  });
  return routes;
}

function endpointRoutes(shop: Shop, { sender }: Deliveries): Hono<Remembered> {
  const { endpoints } = sender;
  const routes = new Hono<Remembered>();
  const showSecret = (context: RequestContext, { endpoint, secret }: EndpointSecret) =>
    context.html(
      <EndpointSecretPage {...frameOf(shop, context)} url={endpoint.url} secret={reveal(secret)} />,
    );
  routes.post(`${home}/endpoints`, async (context) => {
    const input = parse(endpointSchema, await formOf(context));
    return showSecret(context, await orRefusal(() => endpoints.create(input)));
  });
  routes.post(`${home}/endpoints/:id`, async (context) => {
    const id = context.req.param('id');
    const { do: move } = parse(moveSchema, await formOf(context));
    if (move === 'rotate') return showSecret(context, await orRefusal(() => endpoints.rotate(id)));
    await orRefusal<unknown>(() => endpoints[move](id));
    return context.redirect(`${home}#out`, 303);
  });
  routes.post(`${home}/endpoints/:id/replay`, async (context) => {
    const endpointId = context.req.param('id');
    const { message, hours } = parse(replaySchema, await formOf(context));
    const since = new Date(Date.now() - hours * 3_600_000);
    const which = message === undefined ? { endpointId, since } : { endpointId, messageId: message };
    await orRefusal(() => sender.replay(which));
    return context.redirect(`${home}#sent`, 303);
  });
  return routes;
}

function gone(): Refusal {
  return new Refusal(404, 'It is not there any more', 'The page of deliveries tells what is there now.');
}

/** What whoever filled in a form has to know, as a page of the shop. */
async function orRefusal<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (IntegrationError.is(error, 'not_found')) throw gone();
    if (!IntegrationError.is(error, 'invalid_request')) throw error;
    throw new Refusal(400, 'That cannot be done', [error.message, error.hint].filter(Boolean).join(' '));
  }
}

function parse<T>(schema: z.ZodType<T>, form: unknown): T {
  const result = schema.safeParse(form);
  if (result.success) return result.data;
  throw new Refusal(400, 'That form is not ours', 'Please use the one on the page of deliveries.');
}

const keySchema = z.object({ key: z.string().min(1) });
const idSchema = z.object({ id: z.string().min(1) });
const deadSchema = idSchema.extend({ do: z.enum(['redrive', 'discard']) });
const deadJobSchema = deadSchema.extend({ queue: z.string().min(1) });
const moveSchema = z.object({ do: z.enum(['enable', 'disable', 'rotate', 'delete']) });
const replaySchema = z.object({
  message: z.string().min(1).exactOptional(),
  hours: z.coerce.number().int().min(1).max(720).default(24),
});
const endpointSchema = z.object({
  url: z.string().trim(),
  events: z.string().transform((text) => text.split(/[\s,]+/).filter((filter) => filter !== '')),
});
