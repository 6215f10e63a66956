import { memoryJobs } from '@patchbay/jobs-memory';
import { memoryState } from '@patchbay/state-memory';
import { webhookReceiver } from '@patchbay/webhooks';
import type { SignedEvent } from '@patchbay/webhooks/signatures';
import { expect, it } from 'vitest';
import { delivered } from './support/receiver.ts';
import { rarely, scene } from './support/scene.ts';

it('a sender and a receiver with a source named like its queues share jobs, and none takes what is the other’s', async () => {
  await using stage = await scene();
  const { clock } = stage;
  const [state, jobs] = [memoryState({}, { clock }), memoryJobs({}, { clock })];
  const failures: unknown[] = [];
  const onError = (error: unknown): void => void failures.push(error);
  const sender = stage.sender({ state, jobs, onError });
  const handled: string[] = [];
  const source = {
    from: { webhooks: { receive: async (): Promise<readonly SignedEvent[]> => [] } },
    handle: ({ dedupeKey }: SignedEvent) => void handled.push(dedupeKey),
  };
  const receiver = webhookReceiver({ sources: { messages: source, deliveries: source }, state, jobs, clock });
  await sender.endpoints.create({ url: stage.url() });
  await sender.send({ id: 'm1', type: 'order.paid', data: null });
  const event = { type: 'sms.received', provider: 'acme', occurredAt: new Date(clock.now()) };
  await receiver.accept('messages', [{ ...event, dedupeKey: 'one' }]);
  await receiver.accept('deliveries', [{ ...event, dedupeKey: 'two' }]);
  stage.work(sender, rarely);
  const worker = receiver.work({ pollMs: 1000, onError });
  await delivered(stage, sender, 1);
  await stage.until(() => handled.length === 2);
  expect([handled.toSorted(), failures]).toEqual([['one', 'two'], []]);
  await clock.settle(worker.close());
});
