// A server that receives webhooks and works at them. Started with the run's settings as JSON, it tells of itself by
// messages.
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { stripePayments } from '@patchbay/payments-stripe';
import { heapUsed } from '@patchbay/tooling-presets/heap';
import { webhookReceiver } from '@patchbay/webhooks';
import { toNode } from '@patchbay/webhooks/bridges';
import { webhookSecret } from './deliveries.ts';
import { nowMicros, openEffects } from './effects.ts';
import { withoutDedupe } from './planted.ts';
import { settingsSchema } from './settings.ts';
import { facadesOf } from './stores.ts';

const { store, where, effectsFile, retentionMs, planted, concurrency } = settingsSchema.parse(
  JSON.parse(process.argv[2] ?? ''),
);
const kept = facadesOf[store](where, { keepDoneMs: retentionMs });
const { state, jobs } = planted === 'dedupe' ? withoutDedupe(kept) : kept;
const effects = await openEffects(effectsFile);
const payments = stripePayments({ secretKey: 'sk_test_load_run', webhookSecret });
const errors = new Map<string, number>();

const receiver = webhookReceiver({
  sources: {
    payments: {
      from: payments,
      async handle({ id, objectId = '' }) {
        const began = nowMicros();
        await pause(1); // time for another one to break in
        effects.add({ event: id, object: objectId, began, ended: nowMicros() });
      },
    },
  },
  state,
  jobs,
  retentionMs,
});
const worker = receiver.work({ concurrency, onError: countError });
const listener = toNode(receiver.handle);
const server = createServer((request, response) => void listener(request, response));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
});

function countError(error: unknown): void {
  const text = String(error);
  errors.set(text, (errors.get(text) ?? 0) + 1);
}

const answers = {
  progress: async () => ({
    queue: await jobs.stats({ queue: 'webhooks.payments' }),
    errors: Object.fromEntries(errors),
  }),
  heap: heapUsed,
  async end() {
    server.close();
    server.closeAllConnections();
    await worker.close();
    await Promise.all([payments.close(), kept.jobs.close(), kept.state.close()]);
    effects.close();
    process.disconnect();
  },
} as const;

process.on('message', (question: keyof typeof answers) => {
  void answers[question]().then((answer) => answer && process.send?.(answer));
});
