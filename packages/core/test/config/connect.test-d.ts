import { createPatchbay, type Made } from '@patchbay/core';
import { type Connected, connect } from '@patchbay/core/node';
import { describe, expectTypeOf, it } from 'vitest';
import { localMint, type Mint, mint, type royalMint } from './mint.ts';

describe('types of connect', () => {
  it('hands over what was asked for and nothing else', async () => {
    const app = await connect({ mint: mint.needs('strike'), spare: { north: mint.needs('coins.melt') } });
    expectTypeOf(app.mint.strike).toBeFunction();
    expectTypeOf(app.spare.north.coins.melt).toBeFunction();
    expectTypeOf(app.mint).toExtend<Mint<'strike'>>();
    // @ts-expect-error -- not asked for
    void app.mint.coins;
    // @ts-expect-error -- not asked for there
    void app.spare.north.strike;
    // @ts-expect-error -- no such requirement
    void app.mnt;
  });

  it('refuses a misspelt need, a misspelt source and what is no requirement', () => {
    // @ts-expect-error -- the operation is coins.melt
    expectTypeOf(mint.needs('coin.melt')).toBeObject();
    // @ts-expect-error -- no such source
    void connect({ mint: mint.needs('strike') }, { fiel: 'x.json' });
    // @ts-expect-error -- a mode is live or test
    void connect({ mint: mint.needs('strike') }, { values: { mint: { mode: 'production' } } });
    // @ts-expect-error -- no requirement
    void connect({ mint: 'royal' });
  });

  it('keeps what is asked for on a condition optional', () => {
    type Asked = { readonly mint?: ReturnType<typeof mint.needs<'strike'>> };
    expectTypeOf<Connected<Asked>>().toEqualTypeOf<{ readonly mint?: Mint<'strike'> }>();
    type Given = { readonly mint?: ReturnType<typeof localMint> };
    expectTypeOf<Made<Given>>().toEqualTypeOf<Given>();
    const asked: Asked = {};
    expectTypeOf(connect(asked)).resolves.toHaveProperty('mint');
  });

  it('keeps the type of each facade of a hub, made or given', () => {
    const hub = createPatchbay({
      mint: localMint({ title: '' }),
      spare: { north: (setup) => localMint({ title: '' }, setup) },
    });
    expectTypeOf(hub.mint).toEqualTypeOf<ReturnType<typeof localMint>>();
    expectTypeOf(hub.spare.north).toEqualTypeOf<ReturnType<typeof localMint>>();
    expectTypeOf(hub.close).toEqualTypeOf<() => Promise<void>>();
    // @ts-expect-error -- this mint cannot melt
    hub.mint.coins.melt({ id: '1' });
    expectTypeOf<ReturnType<typeof royalMint>>().toExtend<Mint<'coins.melt'>>();
  });
});
