import { memoryState } from '@patchbay/state-memory';
import { describe, expect, it } from 'vitest';
import type { SenderState } from '../../src/send/index.ts';
import { answers, rarely, scene, statusOf } from './support/scene.ts';

const hour = 3_600_000;
const day = 24 * hour;

describe('an endpoint that fails for days', () => {
  it('is disabled when it did nothing else for five days, and its owner is told once', async () => {
    await using stage = await scene(answers(500));
    const told: string[] = [];
    const sender = stage.sender({
      onEvent: ({ endpoint }) => void told.push(`${endpoint.id} ${endpoint.disabledReason}`),
    });
    const { endpoint } = await sender.endpoints.create({ url: stage.url() });
    stage.work(sender, { pollMs: hour });
    for (let passed = 0; passed < 5 * day; passed += 12 * hour) {
      expect((await sender.endpoints.get(endpoint.id))?.status).toBe('enabled');
      await sender.send({ type: 'order.paid', data: null });
      await stage.pass(12 * hour);
    }
    await sender.send({ type: 'order.paid', data: null });
    await stage.pass(4 * hour);
    expect(told).toEqual([`${endpoint.id} failing`]);
    const tried = stage.requests().length;
    await stage.pass(day);
    expect(stage.requests()).toHaveLength(tried);
    expect(await statusOf(sender)).not.toContain('waiting');
    await sender.endpoints.enable(endpoint.id);
    await sender.send({ type: 'order.paid', data: null });
    await stage.pass(2 * hour);
    expect((await sender.endpoints.get(endpoint.id))?.status).toBe('enabled'); // it counts anew
  });

  it('is not disabled for two failures with nothing sent between them', async () => {
    await using stage = await scene(answers(500));
    const sender = stage.sender({ schedule: [0] });
    const { endpoint } = await sender.endpoints.create({ url: stage.url() });
    stage.work(sender, { pollMs: hour });
    await sender.send({ type: 'order.paid', data: null });
    await stage.pass(6 * day);
    await sender.send({ type: 'order.paid', data: null });
    await stage.pass(2 * hour);
    expect(stage.requests()).toHaveLength(2);
    expect((await sender.endpoints.get(endpoint.id))?.status).toBe('enabled');
  });

  it('is not disabled where one message in between came through', async () => {
    await using stage = await scene(answers(...Array<number>(6).fill(500), 200, 500));
    const sender = stage.sender({ schedule: [0] });
    const { endpoint } = await sender.endpoints.create({ url: stage.url() });
    stage.work(sender, { pollMs: hour });
    for (let passed = 0; passed < 7 * day; passed += 12 * hour) {
      await sender.send({ type: 'order.paid', data: null });
      await stage.pass(12 * hour);
    }
    expect((await sender.endpoints.get(endpoint.id))?.status).toBe('enabled');
  });

  it('does not disturb the others by what the application throws when it is told', async () => {
    await using stage = await scene(
      ({ target }) => new Response(null, { status: target === '/gone' ? 410 : 200 }),
    );
    const errors: unknown[] = [];
    const onEvent = (): void => {
      throw new Error('The application failed.');
    };
    const sender = stage.sender({ onEvent, onError: (error) => errors.push(error) });
    await sender.endpoints.create({ url: stage.url('/gone') });
    await sender.endpoints.create({ url: stage.url('/fine') });
    stage.work(sender, rarely);
    await sender.send({ type: 'order.paid', data: null });
    await stage.until(async () => [...(await statusOf(sender))].sort().join() === 'dead,delivered');
    expect(errors).toEqual([new Error('The application failed.')]);
  });

  it('does not disturb a delivery by what the application throws when it is told of an error', async () => {
    await using stage = await scene(answers(410));
    const fail = (): never => {
      throw new Error('The application failed.');
    };
    const sender = stage.sender({ onEvent: fail, onError: fail });
    await sender.endpoints.create({ url: stage.url() });
    stage.work(sender, rarely);
    await sender.send({ type: 'order.paid', data: null });
    await stage.until(async () => (await statusOf(sender)).join() === 'dead');
    const [delivery] = await sender.deliveries.list();
    expect(delivery).toMatchObject({ reason: 'endpoint_gone', attempts: [{ status: 410 }] });
  });
});

describe('the circuit of an endpoint', () => {
  it('opens after failures in a row: deliveries are put off, which is no try, and one finds out whether it is up', async () => {
    let isUp = false;
    await using stage = await scene(() => new Response(null, { status: isUp ? 200 : 503 }));
    const sender = stage.sender({
      breaker: { failures: 3, openMs: 60_000 },
      concurrencyPerEndpoint: 1,
      schedule: [0, hour],
    });
    await sender.endpoints.create({ url: stage.url() });
    stage.work(sender, { pollMs: 1000 });
    for (let count = 0; count < 10; count += 1) await sender.send({ type: 'order.paid', data: null });
    await stage.pass(59_000);
    expect(stage.requests()).toHaveLength(3);
    isUp = true;
    await stage.pass(60_000);
    expect(stage.requests()).toHaveLength(10); // the other seven, at their first try
    const tries = (await sender.deliveries.list()).map(({ attempts }) => attempts.length);
    expect(tries).toEqual(Array(10).fill(1));
  });

  it('stays open for longer each time, and no other endpoint is the worse for it', async () => {
    await using stage = await scene(
      ({ target }) => new Response(null, { status: target === '/down' ? 503 : 200 }),
    );
    const sender = stage.sender({ breaker: { failures: 1, openMs: 60_000 }, schedule: [0] });
    await sender.endpoints.create({ url: stage.url('/down') });
    await sender.endpoints.create({ url: stage.url('/fine') });
    stage.work(sender, { pollMs: 5_000 });
    for (let count = 0; count < 20; count += 1) await sender.send({ type: 'order.paid', data: null });
    await stage.pass(30_000);
    expect(stage.requests('/fine')).toHaveLength(20);
    await stage.pass(570_000);
    // 4 at once, before the first has failed; then after about 1, 2 and 4 minutes, one at a time.
    expect(stage.requests('/down').length).toBeLessThanOrEqual(7);
  });
});

describe('an endpoint that is slow', () => {
  it('has only so many tries at a time, and does not hold up the others', async () => {
    await using stage = await scene();
    stage.receiver.fault({
      kind: 'hang',
      commit: false,
      times: Infinity,
      match: ({ target }) => target === '/slow',
    });
    const sender = stage.sender({ concurrencyPerEndpoint: 2 });
    await sender.endpoints.create({ url: stage.url('/slow') });
    await sender.endpoints.create({ url: stage.url('/fast') });
    stage.work(sender, { concurrency: 5, pollMs: 500 });
    for (let count = 0; count < 10; count += 1) await sender.send({ type: 'order.paid', data: null });
    await stage.pass(5_000);
    expect(stage.requests('/fast')).toHaveLength(10);
    expect(stage.requests('/slow')).toHaveLength(2);
    await stage.pass(12_000); // the first two have timed out
    expect(stage.requests('/slow')).toHaveLength(4);
  });
});

describe('two senders on one store', () => {
  it('deliver each message once, and each try of it', async () => {
    await using stage = await scene(
      ({ text }) => new Response(null, { status: text.includes('"fails"') ? 500 : 200 }),
    );
    const [one, two] = [
      stage.sender({ schedule: [0, 5_000, 60_000] }),
      stage.sender({ schedule: [0, 5_000, 60_000] }),
    ];
    await one.endpoints.create({ url: stage.url() });
    stage.work(one, { pollMs: 2_000 });
    stage.work(two, { pollMs: 2_000 });
    for (let count = 0; count < 30; count += 1) {
      const sender = count % 2 === 0 ? one : two;
      await sender.send({ id: `m${count}`, type: 'order.paid', data: count % 10 === 0 ? 'fails' : 'works' });
    }
    await stage.pass(150_000);
    const counts = new Map<string | null, number>();
    for (const { headers } of stage.requests()) {
      const id = headers.get('webhook-id');
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    expect(counts.size).toBe(30);
    for (const [id, count] of counts)
      expect([id, count]).toEqual([id, ['m0', 'm10', 'm20'].includes(id ?? '') ? 3 : 1]);
  });
});

describe('a crash', () => {
  /** A store that fails once at the write that is counted, as a process that dies there. */
  function failingAt(state: SenderState, write: number): SenderState {
    let writes = 0;
    return {
      ...state,
      putIfAbsent: (input, options) => {
        writes += 1;
        return writes === write
          ? Promise.reject(new Error('The process died.'))
          : state.putIfAbsent(input, options);
      },
    };
  }

  it.each([1, 2, 3, 4])(
    'in the middle of a fan-out, at write %i, loses nothing and sends nothing twice',
    async (write) => {
      await using stage = await scene();
      const state = failingAt(memoryState({ store: stage.records }, { clock: stage.clock }), write);
      const sender = stage.sender({ state });
      for (const path of ['/a', '/b', '/c']) await sender.endpoints.create({ url: stage.url(path) });
      stage.work(sender, { pollMs: 5_000 });
      await sender.send({ id: 'm1', type: 'order.paid', data: null });
      await stage.pass(60_000);
      expect(
        stage
          .requests()
          .map(({ target }) => target)
          .sort(),
      ).toEqual(['/a', '/b', '/c']);
      expect(await statusOf(sender)).toEqual(['delivered', 'delivered', 'delivered']);
    },
  );
});
