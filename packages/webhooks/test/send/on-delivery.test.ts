import { describe, expect, it } from 'vitest';
import type { SentOutcome } from '../../src/send/index.ts';
import { answers, rarely, scene, statusOf } from './support/scene.ts';

/** What was told, without how long it took. */
function listener() {
  const told: SentOutcome[] = [];
  const listed = () =>
    told.map((outcome) => [outcome.what, ...('reason' in outcome ? [outcome.reason] : [])].join(' '));
  return { told, listed, onDelivery: (outcome: SentOutcome) => void told.push(outcome) };
}

describe('onDelivery of a sender', () => {
  it('is told of each try and of what is given up, and neither where it went nor what it was', async () => {
    await using stage = await scene(answers(500, 200, 410));
    const { told, listed, onDelivery } = listener();
    const sender = stage.sender({ onDelivery, name: 'partners' });
    const { endpoint } = await sender.endpoints.create({ url: stage.url() });
    stage.work(sender, rarely);
    await sender.send({ id: 'm1', type: 'order.paid', data: null });
    await stage.until(async () => (await statusOf(sender)).includes('delivered'));
    await sender.send({ id: 'm2', type: 'order.paid', data: null });
    await stage.until(async () => (await statusOf(sender)).includes('dead'));
    expect(listed()).toEqual(['failed not_2xx', 'delivered', 'failed not_2xx', 'dead endpoint_gone']);
    expect(told[1]).toEqual({ service: 'partners', what: 'delivered', ms: expect.any(Number) });
    const text = JSON.stringify(told);
    for (const hidden of [stage.url(), endpoint.id, 'm1', 'order.paid']) expect(text).not.toContain(hidden);
  });

  it('is told why no answer came', async () => {
    await using stage = await scene();
    stage.receiver.fault({ kind: 'resetBefore' });
    const { listed, onDelivery } = listener();
    const sender = stage.sender({ onDelivery, schedule: [0] });
    await sender.endpoints.create({ url: stage.url() });
    stage.work(sender, rarely);
    await sender.send({ type: 'order.paid', data: null });
    await stage.until(async () => (await statusOf(sender)).includes('dead'));
    expect(listed()).toEqual(['failed network', 'dead tries_exhausted']);
  });

  it('is told of what is dropped because its endpoint was deleted', async () => {
    await using stage = await scene();
    const { listed, onDelivery } = listener();
    const sender = stage.sender({ onDelivery, schedule: [60_000] });
    const { endpoint } = await sender.endpoints.create({ url: stage.url() });
    stage.work(sender, rarely);
    await sender.send({ type: 'order.paid', data: null });
    await stage.until(async () => (await statusOf(sender)).includes('waiting'));
    await sender.endpoints.delete(endpoint.id);
    await stage.until(async () => (await statusOf(sender)).includes('dropped'));
    expect(listed()).toEqual(['dropped']);
  });

  it('changes nothing by what it throws', async () => {
    await using stage = await scene();
    const onDelivery = (): void => {
      throw new Error('The application failed.');
    };
    const sender = stage.sender({ onDelivery });
    await sender.endpoints.create({ url: stage.url() });
    stage.work(sender, rarely);
    await sender.send({ type: 'order.paid', data: null });
    await stage.until(async () => (await statusOf(sender)).includes('delivered'));
    expect(stage.requests()).toHaveLength(1);
  });
});
