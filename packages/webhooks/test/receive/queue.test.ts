import { IntegrationError, type Interceptor } from '@patchbay/core';
import { describe, expect, it } from 'vitest';
import { bodyOf, breakable, deliver, scene } from './support/scene.ts';

const rounds = 100;

/** Holds calls of one operation until so many have come, and lets them go one after the other, in the order given. */
function barrier(operation: string, order: readonly number[]) {
  const waiting: (() => void)[] = [];
  let isOpen = false;
  const of = (place: number): Interceptor => ({
    async around(info, next) {
      if (isOpen || info.operation !== operation) return next();
      await new Promise<void>((resolve) => {
        waiting[place] = resolve;
        if (waiting.filter(Boolean).length === order.length) open();
      });
      return next();
    },
  });
  const open = (): void => {
    isOpen = true;
    for (const place of order) waiting[place]?.();
  };
  return { of };
}

describe('the same event twice at the same instant', () => {
  it.each([
    ['first, then second', [0, 1]],
    ['second, then first', [1, 0]],
  ])('is handled once, 100 times: %s', async (_name, order) => {
    for (let round = 0; round < rounds; round += 1) {
      const { machine, handled, whats, drain } = scene();
      const gate = barrier('state.putIfAbsent', order);
      const [one, other] = [machine({ interceptor: gate.of(0) }), machine({ interceptor: gate.of(1) })];
      const answers = await Promise.all(
        [one, other].map(({ receiver }) => receiver.handle(deliver(bodyOf({ id: 'evt_1' })))),
      );
      await drain(one.receiver);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect([handled, whats().toSorted()]).toEqual([['evt_1'], ['duplicate', 'handled', 'received']]);
    }
  });

  it('is handled once by two workers', async () => {
    const { machine, handled, clock } = scene();
    const [one, other] = [machine(), machine()];
    const workers = [one.receiver.work(), other.receiver.work()];
    await Promise.all([one, other].map(({ receiver }) => receiver.handle(deliver(bodyOf({ id: 'evt_1' })))));
    await clock.advance(10_000);
    await Promise.all(workers.map((worker) => worker.close()));
    expect(handled).toEqual(['evt_1']);
  });
});

describe('work at sources of which one is none', () => {
  it('is refused before anybody begins to work, for nobody could end it', async () => {
    const { machine, handled, clock } = scene();
    const { receiver } = machine();
    await receiver.handle(deliver(bodyOf({ id: 'evt_1' })));
    expect(() => receiver.work({ sources: ['payments', 'paymnets'] })).toThrow(/no source paymnets/);
    await clock.advance(10_000);
    expect(handled).toEqual([]);
    expect(clock.timers).toBe(0);
  });
});

describe('a program whose onError throws', () => {
  it('goes on where a store is away while an event is given up', async () => {
    const { machine, drain, payments } = scene();
    const interceptor = breakable();
    const { receiver } = machine({ interceptor });
    await receiver.accept('payments', await payments.webhooks.receive(deliver(bodyOf({ id: 'evt_1' }))));
    interceptor.broken = 'state.get';
    let told = 0;
    const onError = (): never => {
      told += 1;
      throw new Error('The log is full.');
    };
    await drain(receiver, { retry: () => 'never', onError });
    expect(told).toBe(1);
  });
});

describe('a crash', () => {
  it('between the record and the job loses nothing: the next delivery makes the job', async () => {
    const { machine, handled, drain } = scene();
    const interceptor = breakable();
    interceptor.broken = 'jobs.enqueue';
    const crashed = await machine({ interceptor }).receiver.handle(deliver(bodyOf({ id: 'evt_1' })));
    const { receiver } = machine();
    expect(await receiver.deliveries.get('payments', 'evt_1')).toMatchObject({ status: 'received' });
    const again = await receiver.handle(deliver(bodyOf({ id: 'evt_1' })));
    await drain(receiver);
    expect([crashed.status, again.status, handled]).toEqual([503, 200, ['evt_1']]);
  });

  it('after the handler and before the note of it lets the handler run again, which it has to bear', async () => {
    const { machine, clock, handled, drain } = scene();
    const interceptor: Interceptor = {
      // From the end of the handler on this machine does nothing any more.
      around: (_info, next) => (handled.length > 0 ? new Promise<never>(() => undefined) : next()),
    };
    const { receiver: dying } = machine({ interceptor });
    await dying.handle(deliver(bodyOf({ id: 'evt_1' })));
    void dying.work();
    await clock.advance(1000);
    expect(handled).toEqual(['evt_1']);
    const { receiver } = machine();
    expect(await receiver.deliveries.get('payments', 'evt_1')).toMatchObject({
      status: 'processing',
      attempts: 1,
    });
    await clock.advance(31_000);
    await drain(receiver);
    expect(handled).toEqual(['evt_1', 'evt_1']);
    expect(await receiver.deliveries.get('payments', 'evt_1')).toMatchObject({ status: 'done', attempts: 2 });
  });

  it('after the note of it and before the end of its job does not let the handler run again', async () => {
    const { machine, clock, handled, drain } = scene();
    let isDead = false;
    const interceptor: Interceptor = {
      around({ operation }, next) {
        isDead ||= operation === 'jobs.complete';
        return isDead ? new Promise<never>(() => undefined) : next();
      },
    };
    const { receiver: dying } = machine({ interceptor });
    await dying.handle(deliver(bodyOf({ id: 'evt_1' })));
    void dying.work();
    await clock.advance(1000);
    await clock.advance(31_000);
    const { receiver } = machine();
    await drain(receiver);
    expect([isDead, handled]).toEqual([true, ['evt_1']]);
    expect(await receiver.deliveries.get('payments', 'evt_1')).toMatchObject({ status: 'done', attempts: 1 });
  });

  it.each(['object', 'none'] as const)(
    'after the note that it is done does not let the handler run again beside a replay: order %s',
    async (order) => {
      const { machine, clock, handled, drain } = scene();
      let isGone = false;
      const silent: Interceptor = {
        around({ operation }, next) {
          isGone ||= operation === 'jobs.complete';
          return isGone ? new Promise<never>(() => undefined) : next();
        },
      };
      const handle = async ({ id }: { readonly id: string }): Promise<void> => {
        handled.push(id);
        await new Promise((resolve) => clock.after(500, () => resolve(undefined)));
      };
      const receiver = { order };
      const { receiver: dying } = machine({ handle, interceptor: silent, receiver });
      await dying.handle(deliver(bodyOf({ id: 'evt_1' })));
      void dying.work();
      await clock.advance(31_000);
      const { receiver: living } = machine({ handle, receiver });
      expect(await living.deliveries.get('payments', 'evt_1')).toMatchObject({ status: 'done' });
      await living.deliveries.replay('payments', 'evt_1');
      await drain(living);
      expect(handled).toEqual(['evt_1', 'evt_1']);
      expect(await living.deliveries.get('payments', 'evt_1')).toMatchObject({ status: 'done', attempts: 2 });
    },
  );

  it('after the answer of the store was lost is no reason to fail', async () => {
    const { machine, handled, drain } = scene();
    let lost = 0;
    const losing: Interceptor = {
      async around({ operation }, next) {
        const result = await next();
        if (operation !== 'state.putIfAbsent' && operation !== 'state.cas') return result;
        lost += 1;
        throw new IntegrationError({ code: 'network', message: 'The answer was lost.', outcome: 'unknown' });
      },
    };
    const { receiver } = machine({ interceptor: losing });
    expect((await receiver.handle(deliver(bodyOf({ id: 'evt_1' })))).status).toBe(200);
    await drain(receiver);
    expect(handled).toEqual(['evt_1']);
    expect(lost).toBeGreaterThan(1);
  });
});
