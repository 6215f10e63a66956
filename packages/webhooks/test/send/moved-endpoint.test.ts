import { describe, expect, it } from 'vitest';
import type { WebhookSender } from '../../src/send/index.ts';
import { delivered } from './support/receiver.ts';
import { rarely, scene } from './support/scene.ts';

const hour = 3_600_000;
const day = 24 * hour;

describe('an endpoint whose owner has moved it', () => {
  it('is not disabled for what its old URL answers, and has the message at the new one', async () => {
    const moving: { sender?: WebhookSender; id?: string } = {};
    await using stage = await scene(async ({ target }) => {
      if (target === '/new') return new Response();
      await moving.sender?.endpoints.update(moving.id ?? '', { url: stage.url('/new') }); // while the try is under way
      return new Response(null, { status: 410 });
    });
    const sender = stage.sender();
    const { endpoint } = await sender.endpoints.create({ url: stage.url('/old') });
    Object.assign(moving, { sender, id: endpoint.id });
    stage.work(sender, rarely);
    await sender.send({ id: 'm1', type: 'order.paid', data: null });
    await delivered(stage, sender, 1);
    expect(await sender.endpoints.get(endpoint.id)).toMatchObject({ status: 'enabled' });
    expect(stage.requests().map(({ target }) => target)).toEqual(['/old', '/new']);
  });

  it('is not disabled for the days on which its old URL failed', async () => {
    await using stage = await scene(() => new Response(null, { status: 500 }));
    const sender = stage.sender();
    const { endpoint } = await sender.endpoints.create({ url: stage.url('/old') });
    stage.work(sender, { pollMs: hour });
    for (let passed = 0; passed < 4.5 * day; passed += 12 * hour) {
      await sender.send({ type: 'order.paid', data: null });
      await stage.pass(12 * hour);
    }
    await sender.endpoints.update(endpoint.id, { url: stage.url('/new') });
    await stage.pass(day);
    expect(stage.requests('/new').length).toBeGreaterThan(0);
    expect(await sender.endpoints.get(endpoint.id)).toMatchObject({ status: 'enabled' });
  });
});
