import { describe, expect, it } from 'vitest';
import { bodyOf, breakable, deliver, scene } from './support/scene.ts';

const body = bodyOf({ id: 'evt_1' });

/** A promise and the function that settles it. */
function latch() {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe('without jobs', () => {
  it('an event is handled before the answer, once', async () => {
    const { machine, handled, whats } = scene({ hasJobs: false });
    const { receiver } = machine();
    const answers = [await receiver.handle(deliver(body)), await receiver.handle(deliver(body))];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect([handled, whats()]).toEqual([['evt_1'], ['handled', 'duplicate']]);
    expect(await receiver.deliveries.get('payments', 'evt_1')).toMatchObject({ status: 'done', attempts: 1 });
  });

  it('a handler that fails is 500, without its words, and runs again at the next delivery', async () => {
    const { machine, handled, whats } = scene({ hasJobs: false });
    let tries = 0;
    const { receiver } = machine({
      handle: ({ id }) => {
        tries += 1;
        if (tries === 1) throw new Error('the card of Ada');
        handled.push(id);
      },
    });
    const failed = await receiver.handle(deliver(body));
    expect([failed.status, failed.headers.get('retry-after')]).toEqual([500, '30']);
    expect(await failed.text()).not.toContain('Ada');
    expect((await receiver.handle(deliver(body))).status).toBe(200);
    expect([handled, whats()]).toEqual([['evt_1'], ['failed', 'unavailable', 'handled']]);
  });

  it('a duplicate while the event is handled is 503, never 200, and 200 afterwards', async () => {
    const { machine, handled } = scene({ hasJobs: false });
    const [begun, { opened, open }] = [latch(), latch()];
    const handle = async ({ id }: { readonly id: string }): Promise<void> => {
      begun.open();
      await opened;
      handled.push(id);
    };
    const [one, other] = [machine({ handle }), machine()];
    const first = one.receiver.handle(deliver(body));
    await begun.opened; // the signature is verified beside the event loop
    const meanwhile = await other.receiver.handle(deliver(body));
    expect([meanwhile.status, meanwhile.headers.get('retry-after')]).toEqual([503, '5']);
    open();
    expect((await first).status).toBe(200);
    expect((await other.receiver.handle(deliver(body))).status).toBe(200);
    expect(handled).toEqual(['evt_1']);
  });

  it('a handler may take longer than a lease lasts', async () => {
    const { machine, clock, handled } = scene({ hasJobs: false });
    const { opened, open } = latch();
    const one = machine({ handle: ({ id }) => opened.then(() => void handled.push(id)) });
    const first = one.receiver.handle(deliver(body));
    await clock.advance(120_000);
    const meanwhile = await machine().receiver.handle(deliver(body, { signedAt: 120 }));
    open();
    expect([meanwhile.status, (await first).status, handled]).toEqual([503, 200, ['evt_1']]);
  });

  it('an event whose handler died with its process is handled at a later delivery', async () => {
    const { machine, clock, handled } = scene({ hasJobs: false });
    let isDead = false;
    const dying = machine({
      handle: () => {
        isDead = true;
        return new Promise<never>(() => undefined);
      },
      interceptor: { around: (_info, next) => (isDead ? new Promise<never>(() => undefined) : next()) },
    });
    void dying.receiver.handle(deliver(body));
    await clock.advance(1000);
    const { receiver } = machine();
    expect((await receiver.handle(deliver(body))).status).toBe(503);
    await clock.advance(31_000);
    expect((await receiver.handle(deliver(body))).status).toBe(200);
    expect(handled).toEqual(['evt_1']);
  });

  it('events of one object wait for each other, those of others do not', async () => {
    const { machine, clock, handled } = scene({ hasJobs: false });
    const [begun, { opened, open }] = [latch(), latch()];
    const { receiver } = machine({
      handle: async ({ id }) => {
        begun.open();
        if (id === 'evt_1') await opened;
        handled.push(id);
      },
    });
    const first = receiver.handle(deliver(body));
    await begun.opened;
    const second = receiver.handle(deliver(bodyOf({ id: 'evt_2' })));
    const third = await receiver.handle(deliver(bodyOf({ id: 'evt_3', about: 'cus_2' })));
    expect([third.status, handled]).toEqual([200, ['evt_3']]);
    open();
    await clock.advance(1000);
    expect([(await first).status, (await second).status]).toEqual([200, 200]);
    expect(handled).toEqual(['evt_3', 'evt_1', 'evt_2']);
  });

  it('a state that is away is 503, and nothing is handled', async () => {
    const { machine, handled } = scene({ hasJobs: false });
    const interceptor = breakable();
    interceptor.broken = 'state.get';
    expect((await machine({ interceptor }).receiver.handle(deliver(body))).status).toBe(503);
    expect(handled).toEqual([]);
  });

  it('a replay handles a delivery again that is done, and throws what the handler throws', async () => {
    const { machine, handled } = scene({ hasJobs: false });
    let fails = false;
    const { receiver } = machine({
      handle: ({ id }) => {
        if (fails) throw new Error('not today');
        handled.push(id);
      },
    });
    await receiver.handle(deliver(body));
    await receiver.deliveries.replay('payments', 'evt_1');
    expect(handled).toEqual(['evt_1', 'evt_1']);
    fails = true;
    await expect(receiver.deliveries.replay('payments', 'evt_1')).rejects.toThrow('not today');
  });

  it('there is nothing to work at', () => {
    const { receiver } = scene({ hasJobs: false }).machine();
    expect(() => receiver.work()).toThrow(expect.objectContaining({ code: 'config_invalid' }));
  });
});
