import { createPatchbay } from '@patchbay/core';
import { connect } from '@patchbay/core/node';
import { describe, expect, it } from 'vitest';
import { localMint, mint, royalMint } from './mint.ts';
import { problemsOf } from './problems.ts';

const env = { MINT_PROVIDER: 'royal', ROYAL_SECRET_KEY: 'key-of-vendor' };

/** A mint whose closing is written down. */
const watched = (closed: string[], name: string) => ({
  ...localMint({ title: name }),
  close: async () => void closed.push(name),
});

describe('making the instances', () => {
  it('closes those that were made when a later one cannot be made', async () => {
    const closed: string[] = [];
    const make = () =>
      createPatchbay({
        given: watched(closed, 'given'),
        first: () => watched(closed, 'first'),
        second: () => {
          throw new Error('no press');
        },
      });
    expect(make).toThrow('no press');
    await Promise.resolve();
    expect(closed).toEqual(['first']);
  });

  it('closes the others where closing one throws at once', async () => {
    const closed: string[] = [];
    const broken = {
      ...localMint({ title: '' }),
      close: () => {
        throw new Error('stuck');
      },
    };
    const app = createPatchbay({ broken, sound: watched(closed, 'sound') });
    await expect(app.close()).rejects.toMatchObject({ errors: [new Error('stuck')] });
    expect(closed).toEqual(['sound']);
  });

  it('refuses a function that makes no facade', () => {
    const late: unknown = async () => localMint({ title: '' });
    expect(() => createPatchbay({ mint: late as () => ReturnType<typeof localMint> })).toThrow(
      'mint is no facade',
    );
  });

  it.each(['then', 'constructor', '__proto__', '1', 'toJSON'])('takes %s for a name', async (name) => {
    await using app = createPatchbay({ [name]: royalMint({ secretKey: 'key' }) });
    expect(Object.keys((await app.health()).instances)).toEqual([name]);
    expect(Object.entries(app).find(([key]) => key === name)?.[1]).toHaveProperty('provider', 'royal');
  });

  it('makes instances of its own at each connect', async () => {
    const source = {
      file: false,
      env,
      adapters: { '@patchbay/mint-royal': async () => ({ royalMint }) },
    } as const;
    const first = await connect({ mint: mint.needs('strike') }, source);
    await using second = await connect({ mint: mint.needs('strike') }, source);
    await first.close();
    expect(await second.mint.strike({ coins: 1 })).toContain('key-of-vendor');
  });
});

describe('a policy from several sources', () => {
  it('is judged as a whole', async () => {
    const sources = {
      env,
      defaults: { mint: { policy: { rateLimit: { perSecond: 5 } } } },
      values: { mint: { policy: { rateLimit: { perSecond: 5, burst: 2 } } } },
    };
    expect(await problemsOf(sources)).toEqual([]);
  });

  it('keeps the figures that a stronger source does not give', async () => {
    const sources = {
      env,
      defaults: { mint: { policy: { retry: { attempts: 9 } } } },
      values: { mint: { policy: { retry: { maxMs: 10 } } } },
    };
    expect(await problemsOf(sources)).toMatchObject([
      { path: 'mint.policy', expected: expect.stringContaining('attempts is 9') },
    ]);
  });
});
