import { IntegrationError } from '@patchbay/core';
import { describe, expect, it } from 'vitest';
import { guardedTransport } from '../../src/node/index.ts';
import { delivered, isSignedBy } from './support/receiver.ts';
import { answers, rarely, scene, sealingKey } from './support/scene.ts';

const hour = 3_600_000;

describe('a secret', () => {
  it('is shown once, and nowhere in the store or in what is printed', async () => {
    await using stage = await scene();
    const sender = stage.sender();
    const made = await sender.endpoints.create({ url: stage.url() });
    const text = made.secret.reveal();
    expect(text).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(JSON.stringify([made, await sender.endpoints.list()])).not.toContain(text.slice(6));
    expect(JSON.stringify([...stage.records.records])).not.toContain(text.slice(6));
  });

  it('that was replaced still signs until the overlap has passed', async () => {
    await using stage = await scene(answers(200), new Date());
    const sender = stage.sender();
    const { endpoint, secret: old } = await sender.endpoints.create({ url: stage.url() });
    const { secret: fresh } = await sender.endpoints.rotate(endpoint.id, { overlapMs: 1000 });
    stage.work(sender, rarely);
    await sender.send({ type: 'order.paid', data: null });
    await delivered(stage, sender, 1);
    expect(stage.requests()[0]?.headers.get('webhook-signature')?.split(' ')).toHaveLength(2);
    expect([old, fresh].map((secret) => isSignedBy(secret.reveal(), stage))).toEqual([true, true]);
    await stage.pass(1000);
    await sender.send({ type: 'order.paid', data: null });
    await delivered(stage, sender, 2);
    expect([old, fresh].map((secret) => isSignedBy(secret.reveal(), stage))).toEqual([false, true]);
  });

  it('may be the owner’s own, in the form of Standard Webhooks', async () => {
    await using stage = await scene();
    const { endpoints } = stage.sender();
    const own = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
    expect((await endpoints.create({ url: stage.url(), secret: own })).secret.reveal()).toBe(own);
    const unsound = {
      weak: Buffer.alloc(8).toString('base64'),
      long: Buffer.alloc(65).toString('base64'),
      'without its padding': Buffer.alloc(32).toString('base64').slice(0, -1),
      'of odd length': 'A'.repeat(33),
    };
    const { endpoint } = await endpoints.create({ url: stage.url() });
    for (const encoded of Object.values(unsound)) {
      const refused = { code: 'invalid_request' };
      const secret = `whsec_${encoded}`;
      await expect(endpoints.create({ url: stage.url(), secret })).rejects.toMatchObject(refused);
      await expect(endpoints.rotate(endpoint.id, { secret })).rejects.toMatchObject(refused);
    }
  });

  it('is opened after the sealing key was rotated, and not without the key that sealed it', async () => {
    await using stage = await scene();
    const { endpoint } = await stage.sender().endpoints.create({ url: stage.url() });
    const another = 'another key for tests that is long enough';
    const rotated = stage.sender({ sealingKey: [another, sealingKey] });
    const worker = stage.work(rotated, rarely);
    await rotated.send({ type: 'order.paid', data: null });
    await delivered(stage, rotated, 1);
    await worker.close();
    const errors: unknown[] = [];
    const lost = stage.sender({ sealingKey: another, onError: (error) => errors.push(error) });
    stage.work(lost, rarely);
    await lost.replay({ endpointId: endpoint.id, since: new Date(0) });
    await stage.pass(hour);
    expect(stage.requests()).toHaveLength(1);
    expect((await lost.deliveries.list()).map(({ status }) => status)).toContain('waiting'); // it comes when the key is there again
    expect(errors.every((error) => IntegrationError.is(error, 'config_invalid'))).toBe(true);
    expect(errors.length).toBeGreaterThan(0);
  });
});

describe('an endpoint', () => {
  it.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://[::1]/',
    'https://169.254.169.254/latest/meta-data',
    'https://user:word@example.com/',
    'https://example.com:22/',
    'ftp://example.com/',
    'nothing',
  ])('is refused where its URL is never sent to: %s', async (url) => {
    await using stage = await scene();
    const { endpoints } = stage.sender({ transport: guardedTransport() });
    const refused = { code: 'invalid_request', reason: 'endpoint_url_refused', outcome: 'not_applied' };
    await expect(endpoints.create({ url })).rejects.toMatchObject(refused);
    const { endpoint } = await endpoints.create({ url: 'https://example.com/hook' });
    await expect(endpoints.update(endpoint.id, { url })).rejects.toMatchObject(refused);
  });

  it('is listed, changed, disabled, enabled and deleted', async () => {
    await using stage = await scene();
    const { endpoints } = stage.sender();
    const { endpoint: first } = await endpoints.create({ url: stage.url('/1'), description: 'The first' });
    await stage.pass(1);
    const { endpoint: second } = await endpoints.create({ url: stage.url('/2'), events: ['a.*'] });
    expect(await endpoints.list()).toEqual([first, second]);
    expect(first).toEqual({
      id: first.id,
      url: stage.url('/1'),
      events: [],
      description: 'The first',
      status: 'enabled',
      createdAt: new Date('2026-01-01'),
    });
    expect(await endpoints.update(first.id, { events: ['b'] })).toEqual({ ...first, events: ['b'] });
    expect(await endpoints.disable(first.id)).toMatchObject({
      status: 'disabled',
      disabledReason: 'by_owner',
    });
    expect(await endpoints.enable(first.id)).toEqual({ ...first, events: ['b'] });
    await endpoints.delete(first.id);
    await endpoints.delete(first.id);
    expect(await endpoints.get(first.id)).toBeUndefined();
    expect(await endpoints.list()).toEqual([second]);
    for (const change of ['disable', 'enable', 'rotate'] as const)
      await expect(endpoints[change](first.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each<object>([
    { events: ['order..paid'] },
    { events: ['*'] },
    { events: ['.*'] },
    { description: 'x'.repeat(501) },
    { ursl: 'https://example.com/' },
  ])('is refused where it makes no sense: row %#', async (part) => {
    await using stage = await scene();
    const creating = stage.sender().endpoints.create({ url: stage.url(), ...part });
    await expect(creating).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('that was deleted or disabled by its owner is sent nothing more', async () => {
    await using stage = await scene(answers(500));
    const sender = stage.sender();
    const { endpoint: gone } = await sender.endpoints.create({ url: stage.url('/gone') });
    const { endpoint: off } = await sender.endpoints.create({ url: stage.url('/off') });
    stage.work(sender, rarely);
    await sender.send({ type: 'order.paid', data: null });
    await stage.until(() => stage.requests().length === 2);
    await sender.endpoints.delete(gone.id);
    await sender.endpoints.disable(off.id);
    await stage.pass(hour);
    expect(stage.requests()).toHaveLength(2);
    const ends = (await sender.deliveries.list()).map(({ endpointId, status, reason }) => ({
      endpointId,
      status,
      reason,
    }));
    expect(ends).toContainEqual({ endpointId: gone.id, status: 'dropped', reason: undefined });
    expect(ends).toContainEqual({ endpointId: off.id, status: 'dead', reason: 'endpoint_disabled' });
  });
});

describe('a sender', () => {
  it.each([
    { sealingKey: 'short' },
    { sealingKey: [] },
    { schedule: [] },
    { schedule: [-1] },
    { retentionMs: 0 },
    { schedule: [0, hour], retentionMs: hour },
    { schedule: [0, 30 * 24 * hour] },
    { concurrencyPerEndpoint: 0 },
    { breaker: { failures: 0 } },
    { name: 'with space' },
  ])('is not made with %j', async (options) => {
    await using stage = await scene();
    expect(() => stage.sender(options)).toThrow(expect.objectContaining({ code: 'config_invalid' }));
  });
});
