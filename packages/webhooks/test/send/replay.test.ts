import { describe, expect, it } from 'vitest';
import type { WebhookSender } from '../../src/send/index.ts';
import { answers, rarely, type Scene, scene, statusOf } from './support/scene.ts';

const hour = 3_600_000;

const idsOf = (stage: Scene, path?: string) =>
  stage.requests(path).map(({ headers }) => headers.get('webhook-id'));

const settled = (sender: WebhookSender, count: number) => async () => {
  const all = await statusOf(sender);
  return all.length === count && !all.includes('waiting');
};

describe('a replay', () => {
  it('of one message sends it again under its id, with the same bytes, to that endpoint alone', async () => {
    await using stage = await scene();
    const sender = stage.sender();
    const { endpoint } = await sender.endpoints.create({ url: stage.url('/a') });
    await sender.endpoints.create({ url: stage.url('/b') });
    stage.work(sender, rarely);
    await sender.send({ id: 'm1', type: 'order.paid', data: { a: 1 } });
    await stage.until(settled(sender, 2));
    await stage.pass(hour);
    expect(await sender.replay({ endpointId: endpoint.id, messageId: 'm1' })).toBe(1);
    await stage.until(settled(sender, 3));
    expect(idsOf(stage, '/a')).toEqual(['m1', 'm1']);
    expect(idsOf(stage, '/b')).toEqual(['m1']);
    expect(new Set(stage.requests().map(({ text }) => text)).size).toBe(1);
  });

  it('since a time sends what the endpoint was to have from then on, each message once', async () => {
    await using stage = await scene();
    const sender = stage.sender();
    const { endpoint } = await sender.endpoints.create({ url: stage.url('/a'), events: ['order.*'] });
    await sender.endpoints.create({ url: stage.url('/b') });
    stage.work(sender, rarely);
    await sender.send({ id: 'before', type: 'order.paid', data: null });
    await stage.until(settled(sender, 2));
    await stage.pass(hour);
    const since = new Date(stage.clock.now());
    await sender.send({ id: 'm1', type: 'order.paid', data: null });
    await sender.send({ id: 'other', type: 'refund.made', data: null });
    await sender.send({ id: 'm2', type: 'order.sent', data: null });
    await stage.until(settled(sender, 7));
    expect(await sender.replay({ endpointId: endpoint.id, since })).toBe(2);
    await stage.until(settled(sender, 9));
    expect(await sender.replay({ endpointId: endpoint.id, since })).toBe(2);
    await stage.until(settled(sender, 11));
    expect(idsOf(stage, '/a').slice(3).sort()).toEqual(['m1', 'm1', 'm2', 'm2']);
    expect(idsOf(stage, '/b')).toHaveLength(4);
  });

  it('of what is not kept any more, or to nobody, is refused', async () => {
    await using stage = await scene();
    const sender = stage.sender({ schedule: [0, hour], retentionMs: 2 * hour });
    const { endpoint } = await sender.endpoints.create({ url: stage.url() });
    stage.work(sender, rarely);
    await sender.send({ id: 'm1', type: 'order.paid', data: null });
    await stage.until(settled(sender, 1));
    const refused = { code: 'not_found', outcome: 'not_applied' };
    await expect(sender.replay({ endpointId: 'ep_none', messageId: 'm1' })).rejects.toMatchObject(refused);
    await expect(sender.replay({ endpointId: endpoint.id, messageId: 'm2' })).rejects.toMatchObject(refused);
    await stage.pass(3 * hour);
    await expect(sender.replay({ endpointId: endpoint.id, messageId: 'm1' })).rejects.toMatchObject(refused);
    expect(await sender.replay({ endpointId: endpoint.id, since: new Date(0) })).toBe(0);
  });
});

describe('a dead letter', () => {
  it('is listed with its reason, and begins its schedule again when it is redriven', async () => {
    await using stage = await scene(answers(500, 500, 500, 200));
    const sender = stage.sender({ schedule: [0, 1000] });
    const { endpoint } = await sender.endpoints.create({ url: stage.url() });
    stage.work(sender, rarely);
    await sender.send({ id: 'm1', type: 'order.paid', data: null });
    await stage.until(settled(sender, 1));
    const dead = [];
    for await (const item of sender.dead.list()) dead.push(item);
    expect(dead).toEqual([
      {
        id: `m1:${endpoint.id}`,
        messageId: 'm1',
        endpointId: endpoint.id,
        reason: 'tries_exhausted',
        diedAt: expect.any(Date),
      },
    ]);
    expect(await sender.dead.redrive({ id: `m1:${endpoint.id}` })).toBe(true);
    await stage.until(async () => (await statusOf(sender)).includes('delivered'));
    expect((await sender.deliveries.list())[0]?.attempts.map(({ status }) => status)).toEqual([
      500, 500, 500, 200,
    ]);
    expect((await sender.dead.list().page()).items).toEqual([]);
  });

  it('is forgotten when it is discarded', async () => {
    await using stage = await scene(answers(500));
    const sender = stage.sender({ schedule: [0] });
    const { endpoint } = await sender.endpoints.create({ url: stage.url() });
    stage.work(sender, rarely);
    await sender.send({ id: 'm1', type: 'order.paid', data: null });
    await stage.until(settled(sender, 1));
    expect(await sender.dead.discard({ id: `m1:${endpoint.id}` })).toBe(true);
    expect(await sender.dead.discard({ id: `m1:${endpoint.id}` })).toBe(false);
    expect(await sender.dead.redrive({ id: `m1:${endpoint.id}` })).toBe(false);
    expect((await sender.dead.list().page()).items).toEqual([]);
    expect(await statusOf(sender)).toEqual(['dead']);
  });

  it('is redriven only if it is one', async () => {
    await using stage = await scene();
    const sender = stage.sender();
    const { endpoint } = await sender.endpoints.create({ url: stage.url() });
    stage.work(sender, rarely);
    await sender.send({ id: 'm1', type: 'order.paid', data: null });
    await stage.until(settled(sender, 1));
    for (const id of [`m1:${endpoint.id}`, 'nothing', 'm1:ep_none'])
      expect(await sender.dead.redrive({ id })).toBe(false);
    expect(await statusOf(sender)).toEqual(['delivered']);
    expect(stage.requests()).toHaveLength(1);
  });
});

describe('the log', () => {
  it('is listed by endpoint, message and time, the newest first, as much as is asked for', async () => {
    await using stage = await scene();
    const sender = stage.sender();
    const { endpoint: a } = await sender.endpoints.create({ url: stage.url('/a') });
    const { endpoint: b } = await sender.endpoints.create({ url: stage.url('/b') });
    stage.work(sender, rarely);
    for (const [index, id] of ['m1', 'm2', 'm3'].entries()) {
      await sender.send({ id, type: 'order.paid', data: null });
      await stage.until(settled(sender, 2 * (index + 1)));
      await stage.pass(hour);
    }
    const list = async (input: Parameters<typeof sender.deliveries.list>[0]) =>
      (await sender.deliveries.list(input)).map(({ messageId, endpointId }) =>
        [messageId, endpointId === a.id ? 'a' : 'b'].join(' '),
      );
    expect(await list({ endpointId: a.id })).toEqual(['m3 a', 'm2 a', 'm1 a']);
    expect((await list({ messageId: 'm2' })).sort()).toEqual(['m2 a', 'm2 b']);
    const second = (await sender.deliveries.list({ endpointId: b.id, messageId: 'm2' }))[0];
    expect(await list({ endpointId: b.id, since: second?.createdAt ?? new Date() })).toEqual([
      'm3 b',
      'm2 b',
    ]);
    expect(await list({ endpointId: b.id, limit: 1 })).toEqual(['m3 b']);
    expect(await list({ limit: 2 })).toHaveLength(2);
  });

  it('that was lost on the way to its endpoint leaves a dead letter, and does not vanish', async () => {
    await using stage = await scene(answers(500));
    const sender = stage.sender({ schedule: [0, hour], retentionMs: 2 * hour });
    await sender.endpoints.create({ url: stage.url() });
    stage.work(sender, rarely);
    await sender.send({ id: 'm1', type: 'order.paid', data: null });
    await stage.until(() => stage.requests().length === 1);
    for (const key of stage.records.records.keys())
      if (key.startsWith('webhooks:delivery:')) stage.records.records.delete(key);
    await stage.pass(2 * hour);
    const [dead] = (await sender.dead.list().page()).items;
    expect(dead).toMatchObject({ messageId: 'm1' });
    expect(dead).not.toHaveProperty('reason');
    expect(await sender.dead.redrive({ id: dead?.id ?? '' })).toBe(false);
  });

  it('is kept for its time, and so are the messages', async () => {
    await using stage = await scene();
    const sender = stage.sender({ schedule: [0, hour], retentionMs: 2 * hour });
    await sender.endpoints.create({ url: stage.url() });
    const worker = stage.work(sender, rarely);
    await sender.send({ id: 'm1', type: 'order.paid', data: null });
    await stage.until(settled(sender, 1));
    await worker.close();
    await stage.pass(2 * hour + 1);
    expect(await sender.deliveries.list()).toEqual([]);
    const kept = [...stage.records.records].filter(([, { expiresAt }]) => expiresAt > stage.clock.now());
    expect(kept.map(([key]) => key)).toEqual([expect.stringMatching(/^webhooks:endpoint:/)]);
  });
});
