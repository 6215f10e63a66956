import { AsyncLocalStorage } from 'node:async_hooks';
import type { AttemptInfo, AttemptRecord, Interceptor } from '@patchbay/core';
import { describe, expect, it } from 'vitest';
import { call, key } from './support.ts';
import { makeToy, scripted } from './toy.ts';

const around: Interceptor['around'] = (_operation, next) => next();

/** Notes every attempt with what became of it. */
function journal() {
  const seen: { readonly info: AttemptInfo; readonly record: AttemptRecord }[] = [];
  const watcher: Interceptor = {
    around,
    async attempt(info, next) {
      const record = await next();
      seen.push({ info, record });
      return record;
    },
  };
  return { seen, watcher };
}

describe('an interceptor that watches attempts', () => {
  it('is told of each one: its number, its key and what became of it', async () => {
    const { seen, watcher } = journal();
    await call([{ status: 503 }, {}], (toy) => toy.pay({ amount: 1 }, key), { interceptors: [watcher] });
    expect(seen.map(({ info, record }) => [info.number, info.isKeyed, record.status, record.code])).toEqual([
      [1, true, 503, 'provider_unavailable'],
      [2, true, 200, undefined],
    ]);
  });

  it('is told the steps of a composed operation, and shares the call with around', async () => {
    const { seen, watcher } = journal();
    const calls: unknown[] = [];
    const both: Interceptor = {
      ...watcher,
      around: (operation, next) => {
        calls.push(operation);
        return next();
      },
    };
    await call([{}], (toy) => toy.things.move({ id: 'x' }, key), { interceptors: [both] });
    expect(seen.map(({ info }) => info.step)).toEqual(['take', 'put']);
    expect(seen.every(({ info }) => info.operation === calls[0])).toBe(true);
  });

  it('sets the context in which the request is made', async () => {
    const storage = new AsyncLocalStorage<string>();
    const watcher: Interceptor = {
      around,
      attempt: ({ number }, next) => storage.run(`attempt ${number}`, next),
    };
    const { fetch } = scripted({ status: 503 }, {});
    const contexts: unknown[] = [];
    const seeing: typeof fetch = (...request) => {
      contexts.push(storage.getStore());
      return fetch(...request);
    };
    await makeToy(seeing, { interceptors: [watcher], random: () => 0 }).read('x');
    expect(contexts).toEqual(['attempt 1', 'attempt 2']);
  });

  it('tells apart what the application itself has named', async () => {
    const named: unknown[] = [];
    const watcher: Interceptor = {
      around: ({ operation, isNative }, next) => {
        named.push([operation, isNative]);
        return next();
      },
    };
    const toy = makeToy(scripted({}).fetch, { interceptors: [watcher] });
    await toy.read('x');
    await toy.use('audit', { repeat: 'safe' }, (post, attempt) => post('/audit', {}, attempt));
    expect(named).toEqual([
      ['toy.read', false],
      ['toy.audit', true],
    ]);
  });

  it.each<[string, NonNullable<Interceptor['attempt']>]>([
    [
      'throws at once',
      () => {
        throw new Error('broken');
      },
    ],
    ['rejects before the request', async () => Promise.reject(new Error('broken'))],
    [
      'rejects after it',
      async (_attempt, next) => {
        await next();
        throw new Error('broken');
      },
    ],
    ['never asks for the request', () => new Promise(() => {})],
    [
      'asks for it twice',
      async (_attempt, next) => {
        await next();
        return next();
      },
    ],
    [
      'asks for it late',
      async (_attempt, next) => {
        await Promise.resolve();
        return next();
      },
    ],
    [
      'never ends',
      async (_attempt, next) => {
        await next();
        return new Promise(() => {});
      },
    ],
  ])('changes nothing when it %s', async (_what, attempt) => {
    const { settled, sent, toy } = await call([{ status: 503 }, {}], (toy) => toy.read('x'), {
      interceptors: [{ around, attempt }],
    });
    expect(settled).toMatchObject({ status: 'fulfilled', value: 'done' });
    expect(sent).toHaveLength(2);
    expect(toy.health().inFlight).toBe(0);
  });

  it('finds nothing secret or private in a request id', async () => {
    const { seen, watcher } = journal();
    const headers = { 'x-request-id': 'r1 acme-key-0123456789 ada@example.com' };
    await call([{ headers }], (toy) => toy.mail({ email: 'ada@example.com' }, key), {
      interceptors: [watcher],
    });
    expect(seen[0]?.record.requestId).toBe('r1 [secret] [personal]');
  });
});
