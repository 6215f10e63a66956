import { IntegrationError, type Interceptor, secret } from '@patchbay/core';
import { virtualClock } from '@patchbay/testing';
import { secretScan } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { makePuppet } from './puppet.ts';
import { makeToy, scripted } from './toy.ts';

const { fetch } = scripted({});
const never = new Promise<never>(() => {});

describe('loading the client', () => {
  it('that hangs ends every call at its own deadline, and close() at the policy’s', async () => {
    const clock = virtualClock();
    const puppet = makePuppet({ client: () => never }, fetch, { clock, policy: { deadlineMs: 5000 } });
    const call = await clock.settle(puppet.read({}, { deadlineMs: 300 }));
    expect(call).toMatchObject({ elapsedMs: 300, reason: { code: 'timeout', outcome: 'not_applied' } });
    const native = await clock.settle(puppet.native());
    expect(native).toMatchObject({ elapsedMs: 5000, reason: { code: 'timeout', reason: 'deadline' } });
    const closing = await clock.settle(puppet.close());
    expect(closing).toMatchObject({ status: 'rejected', elapsedMs: 5000 });
    expect(clock.timers).toBe(0);
  });

  it('that fails is tried again by the next call, and its error tells no secret', async () => {
    secret('load-secret-4711');
    let tries = 0;
    const puppet = makePuppet(
      {
        client: (kit) => {
          tries += 1;
          if (tries < 3) return Promise.reject(new Error('load-secret-4711 is wrong'));
          return Promise.resolve(kit.transport.fetch);
        },
      },
      fetch,
    );
    const failures = [
      await puppet.native().catch((error: unknown) => error),
      await puppet.read({}).catch((error: unknown) => error),
    ];
    for (const failure of failures) {
      expect(IntegrationError.is(failure, 'internal')).toBe(true);
      expect(secretScan(failure, ['load-secret-4711'])).toEqual([]);
    }
    await expect(puppet.read({})).resolves.toBe('done');
    expect(tries).toBe(3);
  });
});

describe('close', () => {
  it('frees the client once, and everybody who closes waits for it', async () => {
    const events: string[] = [];
    const close = async (): Promise<void> => {
      events.push('begin');
      await Promise.resolve();
      events.push('end');
    };
    const puppet = makePuppet({ close }, fetch);
    await puppet.read({});
    await Promise.all([puppet.close(), puppet.close().then(() => events.push('second'))]);
    expect(events).toEqual(['begin', 'end', 'second']);
  });

  it('ends calls and native() that come later, and loads nothing for them', async () => {
    let loads = 0;
    const puppet = makePuppet(
      { client: (kit) => Promise.resolve(((loads += 1), kit.transport.fetch)) },
      fetch,
    );
    await puppet.close();
    await expect(puppet.native()).rejects.toMatchObject({ code: 'precondition_failed', reason: 'closed' });
    await expect(puppet.read({})).rejects.toMatchObject({ code: 'precondition_failed', reason: 'closed' });
    expect(loads).toBe(0);
  });

  it('while the client is loading frees it when it is there, and no call gets it', async () => {
    const events: string[] = [];
    let loaded: (() => void) | undefined;
    const puppet = makePuppet(
      {
        client: (kit) =>
          new Promise((resolve) => {
            loaded = () => resolve(kit.transport.fetch);
          }),
        close: async () => void events.push('freed'),
        read: async () => void events.push('called'),
      },
      fetch,
    );
    const call = puppet.read({}).catch((error: unknown) => error);
    await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    const closing = puppet.close();
    loaded?.();
    await closing;
    expect(await call).toMatchObject({ code: 'precondition_failed', reason: 'closed' });
    expect(events).toEqual(['freed']);
  });

  it('that fails says so without the raw error', async () => {
    const puppet = makePuppet(
      { close: () => Promise.reject(new Error('socket of ada@example.test')) },
      fetch,
    );
    await puppet.read({});
    const failure = await puppet.close().catch((error: unknown) => error);
    expect(IntegrationError.is(failure)).toBe(true);
    expect(secretScan(failure, ['ada@example.test'])).toEqual([]);
  });
});

describe('check', () => {
  it('is one request even while a slow one is under way for longer than the answer is kept', async () => {
    const clock = virtualClock();
    const { fetch: hanging, sent } = scripted('hang');
    const toy = makeToy(hanging, { clock, policy: { timeoutMs: 20_000 } });
    await toy.native();
    const first = toy.check().catch(() => {});
    await clock.advance(16_000);
    const second = toy.check().catch(() => {});
    await clock.settle(Promise.all([first, second]));
    expect(sent).toHaveLength(1);
  });
});

describe('an interceptor', () => {
  const throwing = (around: Interceptor['around']): Promise<unknown> =>
    makeToy(fetch, { interceptors: [{ around }] })
      .read('x')
      .catch((error: unknown) => error);

  it('that throws at once rejects the call, and nothing is sent', async () => {
    const { fetch: counted, sent } = scripted({});
    const around = (): never => {
      throw new RangeError('refused by policy');
    };
    const toy = makeToy(counted, { interceptors: [{ around }] });
    await expect(toy.read('x')).rejects.toThrow('refused by policy');
    expect(sent).toHaveLength(0);
  });

  it('sees the IntegrationError that the caller gets', async () => {
    const seen: unknown[] = [];
    const failure = await throwing(async (_operation, next) => {
      try {
        return await next();
      } catch (error) {
        seen.push(error);
        throw error;
      }
    });
    expect(failure).toBe('done');
    const failing = makeToy(scripted({ status: 500 }).fetch, {
      policy: { retry: false },
      interceptors: [
        {
          around: (_operation, next) =>
            next().catch((error: unknown) => {
              seen.push(error);
              throw error;
            }),
        },
      ],
    });
    const error = await failing.read('x').catch((thrown: unknown) => thrown);
    expect(seen).toEqual([error]);
  });
});
