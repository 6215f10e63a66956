import { describe, expect, it } from 'vitest';
import { delivered, isSignedBy } from './support/receiver.ts';
import { answers, rarely, scene } from './support/scene.ts';

const hour = 3_600_000;

describe('a message', () => {
  it('is verified by the reference implementation of Standard Webhooks, and by no other secret', async () => {
    await using stage = await scene(answers(200), new Date());
    const sender = stage.sender();
    const { secret } = await sender.endpoints.create({ url: stage.url() });
    const other = await sender.endpoints.create({ url: stage.url('/other'), events: ['nothing'] });
    stage.work(sender, rarely);
    await sender.send({ type: 'order.paid', data: { name: 'Zoë 🎉', quote: '"\\' } });
    await delivered(stage, sender, 1);
    expect(isSignedBy(secret.reveal(), stage)).toBe(true);
    expect(isSignedBy(other.secret.reveal(), stage)).toBe(false);
    expect(stage.requests()[0]?.headers.get('content-type')).toBe('application/json');
  });

  it('goes to the endpoints that want its type, and to no other', async () => {
    await using stage = await scene();
    const sender = stage.sender();
    const filters = {
      '/all': [],
      '/exact': ['order.paid'],
      '/group': ['order.*'],
      '/deep': ['order.item.*'],
      '/two': ['refund.made', 'order.paid'],
      '/none': ['orders.*', 'ord.*', 'order.pai', 'order', 'paid'],
    };
    for (const [path, events] of Object.entries(filters))
      await sender.endpoints.create({ url: stage.url(path), events });
    stage.work(sender, rarely);
    await sender.send({ id: 'm1', type: 'order.paid', data: null });
    await sender.send({ id: 'm2', type: 'order.item.sent', data: null });
    await delivered(stage, sender, 7);
    const came = stage.requests().map(({ target, headers }) => `${headers.get('webhook-id')} ${target}`);
    expect(came.sort()).toEqual([
      'm1 /all',
      'm1 /exact',
      'm1 /group',
      'm1 /two',
      'm2 /all',
      'm2 /deep',
      'm2 /group',
    ]);
  });

  it('is sent once per id, also long after it was delivered', async () => {
    await using stage = await scene();
    const sender = stage.sender();
    await sender.endpoints.create({ url: stage.url() });
    stage.work(sender, { pollMs: hour });
    const message = { id: 'paid-1', type: 'order.paid', data: null };
    expect(await sender.send(message)).toEqual({ id: 'paid-1', isNew: true });
    expect(await sender.send(message)).toEqual({ id: 'paid-1', isNew: false });
    await delivered(stage, sender, 1);
    await stage.pass(26 * hour); // the jobs have forgotten it by now
    await sender.send(message);
    await stage.pass(2 * hour);
    expect(stage.requests()).toHaveLength(1);
  });

  it.each([
    [{ id: 'a.b' }, 'invalid_request'],
    [{ id: '' }, 'invalid_request'],
    [{ id: 'x'.repeat(101) }, 'invalid_request'],
    [{ type: 'order paid' }, 'invalid_request'],
    [{ type: '.paid' }, 'invalid_request'],
    [{ occurredAt: new Date('never') }, 'invalid_request'],
    [{ data: 'x'.repeat(256 * 1024) }, 'payload_too_large'],
  ])('is refused before anything is written: row %#', async (part, code) => {
    await using stage = await scene();
    const failing = stage.sender().send({ type: 'order.paid', data: null, ...part });
    await expect(failing).rejects.toMatchObject({ code, outcome: 'not_applied' });
    expect(stage.records.records.size).toBe(0);
  });

  it('goes to hundreds of endpoints', async () => {
    await using stage = await scene();
    const sender = stage.sender();
    for (let count = 0; count < 260; count += 1)
      await sender.endpoints.create({ url: stage.url(`/${count}`) });
    stage.work(sender, rarely);
    await sender.send({ type: 'order.paid', data: null });
    await stage.until(() => stage.requests().length === 260);
    expect(await sender.endpoints.list()).toHaveLength(260);
    expect(await sender.deliveries.list({ limit: 1000 })).toHaveLength(260);
  });

  it('may be as large as the limit', async () => {
    await using stage = await scene();
    const sender = stage.sender();
    await sender.endpoints.create({ url: stage.url() });
    stage.work(sender, rarely);
    const frame = JSON.stringify({ type: 't', timestamp: '2026-01-01T00:00:00.000Z', data: '' }).length;
    await sender.send({ type: 't', data: 'x'.repeat(256 * 1024 - 16 - frame) });
    await delivered(stage, sender, 1);
    expect(stage.requests()[0]?.body.byteLength).toBe(256 * 1024 - 16);
  });
});
