import { DriverFailure } from '@patchbay/core';
import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { makePuppet, type Strings } from './puppet.ts';
import { key } from './support.ts';
import { scripted } from './toy.ts';

/** A call of a puppet on a clock of its own. */
async function pull(
  strings: Strings,
  operation: 'one' | 'many',
  fetchLike: typeof fetch,
  stop?: AbortSignal,
) {
  const clock = virtualClock();
  const puppet = makePuppet(strings, fetchLike, { clock, random: () => 0.5 });
  await puppet.native();
  const running = puppet[operation]({}, { ...key, ...(stop && { signal: stop }) });
  return { settled: await clock.settle(running), puppet, clock };
}

const answered =
  (status: number): typeof fetch =>
  () =>
    Promise.resolve(new Response('{}', { status }));

describe('the outcome of a composed operation', () => {
  it('counts the step that was in flight when the caller gave up', async () => {
    const stop = new AbortController();
    const hanging: typeof fetch = () => {
      queueMicrotask(() => stop.abort());
      return new Promise(() => {});
    };
    const strings: Strings = {
      many: (post, call) => call.step('move', 'never', (attempt) => post('/move', attempt)),
    };
    const { settled } = await pull(strings, 'many', hanging, stop.signal);
    expect(settled).toMatchObject({
      elapsedMs: 0,
      reason: { code: 'aborted', outcome: 'unknown', attempts: [{ step: 'move', outcome: 'unknown' }] },
    });
  });

  it('counts the step beside the one that failed', async () => {
    const strings: Strings = {
      many: (post, call) =>
        Promise.all([
          call.step('slow', 'never', (attempt) => post('/slow', attempt)),
          call.step('bad', 'safe', async () => {
            await Promise.resolve();
            throw new DriverFailure({ code: 'not_found', message: 'No such thing.' });
          }),
        ]),
    };
    const { settled } = await pull(strings, 'many', scripted('hang').fetch);
    expect(settled).toMatchObject({ elapsedMs: 0, reason: { code: 'not_found', outcome: 'unknown' } });
  });

  it('is never “not applied” once a write step is done', async () => {
    const strings: Strings = {
      many: async (post, call) => {
        await call.step('take', 'keyed', (attempt) => post('/take', attempt));
        throw new TypeError('a bug in the mapping');
      },
    };
    const { settled } = await pull(strings, 'many', scripted({}).fetch);
    expect(settled).toMatchObject({ reason: { code: 'internal', outcome: 'unknown', retryable: false } });
  });

  it('is “not applied” when only reads were done', async () => {
    const strings: Strings = {
      many: async (post, call) => {
        await call.step('look', 'safe', (attempt) => post('/look', attempt));
        throw new DriverFailure({ code: 'precondition_failed', message: 'Too late.' });
      },
    };
    const { settled } = await pull(strings, 'many', scripted({}).fetch);
    expect(settled).toMatchObject({ reason: { code: 'precondition_failed', outcome: 'not_applied' } });
  });
});

describe('an adapter with a bug', () => {
  it.each<readonly [string, Strings['toFailure']]>([
    [
      'throws',
      () => {
        throw new Error('bug');
      },
    ],
    ['names a code that does not exist', () => ({ code: 'no_such_code' as never })],
    ['maps to nothing', () => undefined],
  ])('does not make a charge look undone when its error mapping %s', async (_what, toFailure) => {
    const strings: Strings = {
      one: async (post, call) => {
        await post('/pay', call);
        throw new Error('cannot read it');
      },
      ...(toFailure && { toFailure }),
    };
    const { settled } = await pull(strings, 'one', answered(200));
    expect(settled).toMatchObject({
      reason: { code: 'invalid_response', outcome: 'applied', retryable: false },
    });
  });

  it('does not keep the circuit half open when its error mapping throws for the probe', async () => {
    const clock = virtualClock();
    const policy = { retry: false, breaker: { minimumCalls: 1, openMs: 1000 } } as const;
    let broken = false;
    const strings: Strings = {
      one: async (post, call) => {
        await post('/pay', call);
        throw new Error('no');
      },
      toFailure: () => {
        if (broken) throw new Error('bug');
        return { code: 'provider_error' };
      },
    };
    const puppet = makePuppet(strings, answered(400), { clock, policy });
    await puppet.one({}).catch(() => {});
    expect(puppet.health().circuit).toBe('open');
    broken = true;
    await clock.advance(1000);
    await puppet.one({}).catch(() => {});
    expect(puppet.health().circuit).not.toBe('half_open');
  });

  const proxy = new Proxy(new Error('x'), {
    get: () => {
      throw new Error('get');
    },
    getPrototypeOf: () => {
      throw new Error('prototype');
    },
  });
  it.each([
    ['undefined', undefined],
    ['null', null],
    ['a string', 'no'],
    ['a frozen object', Object.freeze({ message: 'no' })],
    ['a proxy that throws when it is read', proxy],
  ])('fails with an IntegrationError when the driver throws %s', async (_what, thrown) => {
    const late: Strings = {
      one: async (post, call) => {
        await post('/pay', call);
        throw thrown;
      },
      toFailure: (raw) => (raw instanceof TypeError ? { code: 'declined' } : undefined),
    };
    const { settled } = await pull(late, 'one', answered(200));
    expect(settled).toMatchObject({ reason: { code: 'invalid_response', outcome: 'applied' } });
    const { settled: early } = await pull(
      {
        one: () => {
          throw thrown;
        },
      },
      'one',
      answered(200),
    );
    expect(early).toMatchObject({ reason: { code: 'internal', outcome: 'not_applied' } });
  });

  it.each([
    ['its own bug', 'internal', 'applied'],
    ['an error of the vendor', 'provider_error', 'unknown'],
    ['a lock', 'conflict', 'unknown'],
    ['a decline', 'declined', 'not_applied'],
  ] as const)('an answer of 200 that means %s is %s, %s', async (_what, code, outcome) => {
    const strings: Strings = {
      one: async (post, call) => {
        await post('/pay', call);
        throw new DriverFailure({ code, message: 'Found in the body.' });
      },
    };
    const { settled } = await pull(strings, 'one', answered(200));
    expect(settled).toMatchObject({ reason: { outcome } });
  });

  it('recognises the failure of a driver that has another copy of core', async () => {
    const secondCopy: string = '../src/failure.ts?second-copy';
    const copy = (await import(secondCopy)) as { DriverFailure: typeof DriverFailure };
    const strings: Strings = {
      one: () => Promise.reject(new copy.DriverFailure({ code: 'declined', message: 'No.' })),
    };
    const { settled } = await pull(strings, 'one', answered(200));
    expect(settled).toMatchObject({ reason: { code: 'declined' } });
  });
});
