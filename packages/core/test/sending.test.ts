import { type Call, DriverFailure, type IntegrationError, type Kit, type Setup } from '@patchbay/core';
import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { makePuppet, type Strings } from './puppet.ts';

type Work = (call: Call, kit: Kit) => Promise<unknown>;

/** A puppet whose requests do not go through `fetch`. */
function setUp(work: Work, strings: Strings = {}, setup: Setup = {}) {
  const clock = virtualClock();
  let kit: Kit | undefined;
  const pull = (_post: unknown, call: Call): Promise<unknown> => {
    if (kit === undefined) throw new TypeError('The client is made before the first call.');
    return work(call, kit);
  };
  const puppet = makePuppet(
    {
      client: async (given) => {
        kit = given;
        return given.transport.fetch;
      },
      one: pull,
      many: pull,
      read: pull,
      ...strings,
    },
    fetch,
    { clock, policy: { retry: false, timeoutMs: 1000, deadlineMs: 5000 }, ...setup },
  );
  return { puppet, clock };
}

async function errorOf(work: Work, strings: Strings = {}): Promise<Partial<IntegrationError>> {
  const { puppet, clock } = setUp(work, strings);
  await puppet.native();
  const settled = await clock.settle(puppet.one({}));
  if (settled.status === 'fulfilled') throw new Error('The call should have failed.');
  const { code, outcome } = settled.reason as IntegrationError;
  return { code, outcome };
}

const never = (): Promise<never> => new Promise(() => {});
const broken = (code: string): Error => Object.assign(new Error('broken'), { code });
const refusal: Strings = { toFailure: () => ({ code: 'declined', message: 'No.' }) };

describe('a request that does not go through fetch', () => {
  it.each<readonly [string, Work, object]>([
    ['has no effect before it leaves', never, { code: 'timeout', outcome: 'not_applied' }],
    [
      'may have one once it left',
      async ({ headers }, kit) => {
        kit.transport.begin(headers);
        return never();
      },
      { code: 'timeout', outcome: 'unknown' },
    ],
    [
      'may have one when the connection breaks',
      async ({ headers }, kit) => {
        kit.transport.begin(headers).failed(broken('ECONNRESET'));
        throw broken('ECONNRESET');
      },
      { code: 'network', outcome: 'unknown' },
    ],
    [
      'has none when nobody was there',
      async ({ headers }, kit) => {
        kit.transport.begin(headers).failed(broken('ECONNREFUSED'));
        throw broken('ECONNREFUSED');
      },
      { code: 'network', outcome: 'not_applied' },
    ],
    [
      'has had one when the driver fails after an answer of success',
      async ({ headers }, kit) => {
        kit.transport.begin(headers).answered(200);
        throw new DriverFailure({ code: 'invalid_response', message: 'What is this?' });
      },
      { code: 'invalid_response', outcome: 'applied' },
    ],
  ])('%s', async (_title, work, expected) => {
    expect(await errorOf(work)).toEqual(expected);
  });

  it('has none when the far side refused it, and the adapter names the refusal', async () => {
    const error = await errorOf(async ({ headers }, kit) => {
      kit.transport.begin(headers).undone();
      throw broken('550');
    }, refusal);
    expect(error).toEqual({ code: 'declined', outcome: 'not_applied' });
  });

  it('is the only one of its attempt', async () => {
    const error = await errorOf(async ({ headers }, kit) => {
      kit.transport.begin(headers).answered(200);
      kit.transport.begin(headers);
      return 'twice';
    });
    expect(error).toEqual({ code: 'invalid_response', outcome: 'applied' }); // the first one was answered
  });

  it('is stopped by the signal of its attempt', async () => {
    let stopped: AbortSignal | undefined;
    await errorOf(async ({ headers }, kit) => {
      stopped = kit.transport.begin(headers).signal;
      return never();
    });
    expect(stopped?.aborted).toBe(true);
  });
});

describe('an operation that streams', () => {
  /** Says every 900 ms that bytes moved, ten times; then it is done, or stalls. */
  const moving =
    (end: () => Promise<unknown>): Work =>
    async (call, { clock }) => {
      for (let step = 0; step < 10; step += 1) {
        await new Promise<void>((resolve) => void clock.after(900, resolve));
        call.progress();
      }
      return end();
    };

  it.each(['one', 'many'] as const)('outlives timeout and deadline while bytes move (%s)', async (name) => {
    const { puppet, clock } = setUp(moving(async () => 'done'));
    await puppet.native();
    const settled = await clock.settle(puppet[name]({}));
    expect(settled).toMatchObject({ status: 'fulfilled', value: 'done', elapsedMs: 9000 });
  });

  it('ends at its timeout after the last byte', async () => {
    const { puppet, clock } = setUp(moving(never));
    await puppet.native();
    const settled = await clock.settle(puppet.one({}));
    expect(settled).toMatchObject({ status: 'rejected', reason: { code: 'timeout' }, elapsedMs: 10_000 });
  });

  it('keeps no timer once it is over', async () => {
    let late: Call | undefined;
    const { puppet, clock } = setUp(async (call) => {
      late = call;
      return 'done';
    });
    await clock.settle(puppet.one({}));
    late?.progress();
    expect(clock.timers).toBe(0);
  });

  it('holds its place among the calls in flight until its body is read', async () => {
    let finish = (): void => {};
    const body = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { puppet } = setUp(
      async (call) => {
        call.hold(body);
        return 'headers';
      },
      {},
      { policy: { bulkhead: { concurrent: 1, queue: 0 } } },
    );
    await puppet.read({});
    await expect(puppet.read({})).rejects.toMatchObject({ code: 'overloaded', reason: 'bulkhead_full' });
    finish();
    await body;
    await expect(puppet.read({})).resolves.toBe('headers');
  });
});
