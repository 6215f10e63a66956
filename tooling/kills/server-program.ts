// The application's server: it takes orders, asks for their money, and receives webhooks.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { IntegrationError } from '@patchbay/core';
import { webhookReceiver } from '@patchbay/webhooks';
import { type Handle, toNode } from '@patchbay/webhooks/bridges';
import { paymentsOf } from './accounts.ts';
import { tooLate } from './planted.ts';
import { begin, ready } from './program.ts';
import { times } from './settings.ts';
import { opened } from './stores.ts';

const { settings, moments } = begin();
const { store, where, port, planted } = settings;
const orders = opened[store].orders(where);
const state = opened[store].state(where);
const jobs = opened[store].jobs(where);
const payments = paymentsOf(settings, state, moments);

const receiver = webhookReceiver({
  sources: {
    payments: {
      from: {
        capabilities: payments.capabilities,
        webhooks: {
          async receive(input) {
            const events = await payments.webhooks.receive(input);
            moments.announce('webhook-verified', events[0]?.reference);
            return events;
          },
        },
      },
      events: ['payment.captured'],
      handle: () => undefined, // the worker does
    },
  },
  state: {
    ...state,
    async putIfAbsent(input, options) {
      const put = await state.putIfAbsent(input, options);
      moments.announce('webhook-recorded', input.key);
      return put;
    },
  },
  jobs: {
    ...jobs,
    async enqueue(job, options) {
      const enqueued = await jobs.enqueue(job, options);
      moments.announce('webhook-enqueued', job.id);
      return enqueued;
    },
  },
});

const answeringFirst: Handle = async (request) => {
  const { url, method, headers } = request;
  const body = await request.arrayBuffer();
  tooLate(() => receiver.handle(new Request(url, { method, headers, body })));
  return new Response(null, { status: 200 });
};

const webhooks = toNode(planted === 'answer-first' ? answeringFirst : receiver.handle);

async function buy(id: string): Promise<void> {
  await orders.place(id);
  moments.announce('order-written', id);
  const input = {
    amount: { minor: 400, currency: 'EUR' },
    reference: id,
    metadata: { order: id },
    paymentMethodId: 'pm_card_visa',
    offSession: true,
  };
  await payments.create(input, { idempotencyKey: id, deadlineMs: times.callMs });
  moments.announce('payment-noted', id);
}

/** 503 asks the customer to send the order again. */
async function answerOrder(id: string, response: ServerResponse): Promise<void> {
  const status = await buy(id).then(
    () => 200,
    (error: unknown) => (IntegrationError.is(error, 'already_exists') ? 200 : refused(error)),
  );
  response.writeHead(status);
  response.end(() => moments.announce('order-answered', id));
}

function refused(error: unknown): number {
  if (!IntegrationError.is(error, 'conflict')) console.error(`  the server: ${String(error)}`);
  return 503;
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const order = /^\/orders\/(.+)$/.exec(request.url ?? '')?.[1];
  if (order !== undefined) {
    void answerOrder(order, response);
    return;
  }
  response.once('finish', () => moments.announce('webhook-answered'));
  void webhooks(request, response);
}

await Promise.all([state.check(), jobs.check(), payments.native()]);
createServer(answer).listen(port, '127.0.0.1', ready);
