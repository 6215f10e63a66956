import { describe, expect, it } from 'vitest';
import { answers, rarely, scene, statusOf } from './support/scene.ts';

const minute = 60_000;
const hour = 60 * minute;

/** When each try is due, from the first on; a worker looks once in ten minutes, give or take a quarter. */
const due = [0, 5_000, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 10 * hour];
const slackMs = 750_000;

/** Each try came when it was due after the one before, and no later than the next look. */
function expectOnTime(times: readonly number[], delays: readonly number[]): void {
  expect(times).toHaveLength(delays.length);
  for (const [index, delay] of delays.entries()) {
    const since = (times[index] ?? 0) - (times[index - 1] ?? 0);
    expect(since).toBeGreaterThanOrEqual(delay);
    expect(since).toBeLessThanOrEqual(delay + slackMs);
  }
}

describe('an endpoint that never answers well', () => {
  it('is tried eight times over 27 hours and a half; then the delivery is a dead letter', async () => {
    await using stage = await scene(answers(500));
    const sender = stage.sender();
    await sender.endpoints.create({ url: stage.url() });
    stage.work(sender, rarely);
    await sender.send({ type: 'order.paid', data: { id: 1 } });
    const planned = new Set<number>();
    await stage.until(async () => {
      const [delivery] = await sender.deliveries.list();
      const last = delivery?.attempts.at(-1);
      if (last !== undefined && delivery?.nextAt !== undefined)
        planned.add(Number(delivery.nextAt) - Number(last.at));
      return delivery?.status === 'dead';
    });
    expect([...planned]).toEqual([...new Set(due.slice(1))]); // to the millisecond
    expectOnTime(stage.times(), due);
    const [delivery] = await sender.deliveries.list();
    expect(delivery).toMatchObject({ status: 'dead', reason: 'tries_exhausted' });
    expect(delivery?.nextAt).toBeUndefined();
    expect(delivery?.attempts.map(({ status }) => status)).toEqual(Array(8).fill(500));
    await stage.pass(24 * hour);
    expect(stage.times()).toHaveLength(8);
  });

  it('gets the same id and the same bytes at each try, signed at its own time', async () => {
    await using stage = await scene(answers(500, 500, 200));
    const sender = stage.sender();
    await sender.endpoints.create({ url: stage.url() });
    stage.work(sender, rarely);
    await sender.send({ id: 'm1', type: 'order.paid', data: { name: 'Zoë', amount: 1.5 } });
    await stage.until(async () => (await statusOf(sender)).includes('delivered'));
    const requests = stage.requests();
    expect(requests.map(({ text }) => text)).toEqual(
      Array(3).fill(
        '{"type":"order.paid","timestamp":"2026-01-01T00:00:00.000Z","data":{"name":"Zoë","amount":1.5}}',
      ),
    );
    expect(requests.map(({ headers }) => headers.get('webhook-id'))).toEqual(['m1', 'm1', 'm1']);
    expect(new Set(requests.map(({ headers }) => headers.get('webhook-timestamp'))).size).toBe(3);
    expect(new Set(requests.map(({ headers }) => headers.get('webhook-signature'))).size).toBe(3);
  });

  it('is tried at a time that differs by a fifth at most, as chance has it', async () => {
    for (const [random, delay] of [
      [0, 4_000],
      [0.999999, 6_000],
    ] as const) {
      await using stage = await scene(answers(500));
      const sender = stage.sender({ random: () => random });
      await sender.endpoints.create({ url: stage.url() });
      stage.work(sender, rarely);
      await sender.send({ type: 'order.paid', data: null });
      await stage.until(() => stage.times().length === 1);
      const [delivery] = await sender.deliveries.list();
      expect(Number(delivery?.nextAt) - Number(delivery?.attempts[0]?.at)).toBe(delay);
    }
  });
});

describe('a restart in the middle', () => {
  it('changes nothing of the schedule', async () => {
    await using stage = await scene(answers(500, 500, 500, 500, 200));
    const first = stage.sender();
    await first.endpoints.create({ url: stage.url() });
    const worker = stage.work(first, rarely);
    await first.send({ type: 'order.paid', data: null });
    await stage.until(() => stage.times().length === 3);
    await worker.close();
    await stage.pass(20 * minute); // nobody works meanwhile
    const second = stage.sender();
    stage.work(second, rarely);
    await stage.until(async () => (await statusOf(second)).includes('delivered'));
    expectOnTime(stage.times(), due.slice(0, 5));
    expect((await second.deliveries.list())[0]?.attempts.map(({ status }) => status)).toEqual([
      500, 500, 500, 500, 200,
    ]);
  });
});

describe('what counts as a failure', () => {
  it.each([301, 302, 307, 308, 304, 400, 404, 500, 503])('%i does', async (status) => {
    await using other = await scene();
    await using stage = await scene(() => new Response(null, { status, headers: { location: other.url() } }));
    const sender = stage.sender();
    await sender.endpoints.create({ url: stage.url() });
    stage.work(sender, rarely);
    await sender.send({ type: 'order.paid', data: null });
    await stage.until(() => stage.times().length === 2);
    const [delivery] = await sender.deliveries.list();
    expect(delivery?.attempts).toMatchObject([{ status }, { status }]);
    expect(other.times()).toEqual([]);
  });

  it.each([
    ['hang', { kind: 'hang', commit: false }, 'timeout', 15_000],
    ['close', { kind: 'resetBefore' }, 'network', 0],
  ] as const)(
    'a receiver that would %s does, and the next try is made as planned',
    async (_, fault, failure, ms) => {
      await using stage = await scene();
      stage.receiver.fault({ ...fault, times: 2 });
      const sender = stage.sender();
      await sender.endpoints.create({ url: stage.url() });
      stage.work(sender, { pollMs: 5_000 });
      await sender.send({ type: 'order.paid', data: null });
      await stage.until(async () => (await statusOf(sender)).includes('delivered'));
      const [delivery] = await sender.deliveries.list();
      expect(delivery?.attempts).toMatchObject([{ failure, ms }, { failure, ms }, { status: 200 }]);
      const [first = 0, second = 0, third = 0] = delivery?.attempts.map(({ at }) => Number(at)) ?? [];
      expect(second - first - ms - 5_000).toBeLessThanOrEqual(6_250);
      expect(third - second - ms - 5 * minute).toBeLessThanOrEqual(6_250);
    },
  );

  it.each([200, 201, 202, 204, 299])('%i does not', async (status) => {
    await using stage = await scene(answers(status));
    const sender = stage.sender();
    await sender.endpoints.create({ url: stage.url() });
    stage.work(sender, rarely);
    await sender.send({ type: 'order.paid', data: null });
    await stage.until(async () => (await statusOf(sender)).includes('delivered'));
    expect(stage.times()).toHaveLength(1);
  });

  it('an answer of 10 MB does not, and nothing of it is kept', async () => {
    await using stage = await scene(() => new Response('secret-of-the-receiver'.repeat(500_000)));
    const sender = stage.sender();
    await sender.endpoints.create({ url: stage.url() });
    stage.work(sender, rarely);
    await sender.send({ type: 'order.paid', data: null });
    await stage.until(async () => (await statusOf(sender)).includes('delivered'));
    expect(JSON.stringify([...stage.records.records])).not.toContain('secret-of-the-receiver');
  });
});

describe('Retry-After', () => {
  const asking = (status: number, value: string) => () =>
    new Response(null, { status, headers: { 'retry-after': value } });

  it.each([
    ['seconds, with 429', 429, '600', 10 * minute],
    ['seconds, with 503', 503, '600', 10 * minute],
    ['a date', 429, 'Thu, 01 Jan 2026 00:20:00 GMT', 20 * minute],
    ['less than the schedule', 429, '1', 5_000],
    ['nothing', 429, '0', 5_000],
    ['a date that is over', 429, 'Wed, 31 Dec 2025 00:00:00 GMT', 5_000],
    ['what is absurd: it waits a day', 429, '99999999999999', 24 * hour],
    ['a date in another century', 429, 'Fri, 01 Jan 2126 00:00:00 GMT', 24 * hour],
    ['nonsense', 429, 'soon', 5_000],
    ['a negative number', 429, '-600', 5_000],
    ['something with another status', 500, '600', 5_000],
  ])('of %s', async (_, status, value, delayMs) => {
    await using stage = await scene(answers(asking(status, value), 200));
    const sender = stage.sender();
    await sender.endpoints.create({ url: stage.url() });
    stage.work(sender, rarely);
    await sender.send({ type: 'order.paid', data: null });
    await stage.until(() => stage.times().length === 1);
    const [delivery] = await sender.deliveries.list();
    expect(Number(delivery?.nextAt) - Number(delivery?.attempts[0]?.at)).toBe(delayMs);
    await stage.until(async () => (await statusOf(sender)).includes('delivered'));
    expectOnTime(stage.times(), [0, delayMs]);
  });
});

describe('410', () => {
  it('disables the endpoint at once, tells of it once, and keeps what is due as dead letters', async () => {
    await using stage = await scene(answers(410));
    const told: string[] = [];
    const onEvent = (event: { type: string; endpoint: { id: string; disabledReason?: string } }): void => {
      told.push(`${event.type} ${event.endpoint.id} ${event.endpoint.disabledReason}`);
    };
    const sender = stage.sender({ onEvent });
    const { endpoint } = await sender.endpoints.create({ url: stage.url() });
    stage.work(sender, rarely);
    await sender.send({ id: 'm1', type: 'order.paid', data: null });
    await stage.until(async () => (await statusOf(sender)).includes('dead'));
    await sender.send({ id: 'm2', type: 'order.paid', data: null });
    await stage.until(
      async () => (await statusOf(sender)).filter((status) => status === 'dead').length === 2,
    );
    expect(stage.times()).toHaveLength(1);
    expect(told).toEqual([`endpoint.disabled ${endpoint.id} gone`]);
    expect(await sender.endpoints.get(endpoint.id)).toMatchObject({
      status: 'disabled',
      disabledReason: 'gone',
    });
    const { items } = await sender.dead.list().page();
    expect(items.map(({ messageId, reason }) => [messageId, reason]).sort()).toEqual([
      ['m1', 'endpoint_gone'],
      ['m2', 'endpoint_disabled'],
    ]);
  });
});
