import { assert, assertEqual } from '@patchbay/core/conformance';
import type { State } from '../../contract.ts';
import { cases } from '../define.ts';

/* Application code: it names no provider. */

/** At most so many calls in a window that begins with the first of them. */
async function allow(
  state: State<'increment'>,
  customer: string,
  most: number,
  windowMs: number,
): Promise<boolean> {
  return (await state.increment({ key: `calls:${customer}`, ttlMs: windowMs })).value <= most;
}

/** At most so many calls in any window: the one before counts as far as it reaches into the sliding one. */
async function allowSliding(
  state: State<'increment' | 'get'>,
  customer: string,
  { most, windowMs, now }: { readonly most: number; readonly windowMs: number; readonly now: number },
): Promise<boolean> {
  const window = Math.floor(now / windowMs);
  const keyOf = (number: number): string => `sliding:${customer}:${number}`;
  const before = Number((await state.get(keyOf(window - 1)))?.value ?? 0);
  const { value } = await state.increment({ key: keyOf(window), ttlMs: windowMs * 2 });
  const share = 1 - (now % windowMs) / windowMs;
  return before * share + value <= most;
}

/** Spends credits, never more than there are. */
async function spend(state: State<'get' | 'cas'>, customer: string, cost: number): Promise<boolean> {
  const key = `credits:${customer}`;
  for (;;) {
    const credits = (await state.get(key))?.value ?? '0';
    if (Number(credits) < cost) return false;
    const value = String(Number(credits) - cost);
    if ((await state.cas({ key, expected: credits, value })).isSwapped) return true;
  }
}

/** Holds the last piece for a while; true for whom it is. */
async function reserve(
  state: State<'putIfAbsent'>,
  piece: string,
  cart: string,
  holdMs: number,
): Promise<boolean> {
  return (await state.putIfAbsent({ key: `piece:${piece}`, value: cart, ttlMs: holdMs })).value === cart;
}

/** Limits that all machines share. */
export const limitScenarios = cases('scenarios', 'limits', {
  window: {
    title: 'A customer may call five times a minute, and again in the next one.',
    needs: { operations: ['increment'] },
    async run(scene) {
      const call = () => scene.value(allow(scene.state, 'ada', 5, scene.lifeMs));
      const first: boolean[] = [];
      for (let count = 0; count < 7; count += 1) first.push(await call());
      assertEqual(first.filter(Boolean).length, 5, 'calls in the first window');
      assertEqual(await scene.value(allow(scene.state, 'bob', 5, scene.lifeMs)), true, 'another customer');
      await scene.pass();
      assertEqual(await call(), true, 'the next window');
    },
  },
  window_over_machines: {
    title: 'Twenty calls at once over several machines: five go through.',
    needs: { operations: ['increment'] },
    async run(scene) {
      const calls = (await scene.clients(20)).map((state) => allow(state, 'ada', 5, 60_000));
      assertEqual(
        (await scene.value(Promise.all(calls))).filter(Boolean).length,
        5,
        'calls that went through',
      );
    },
  },
  sliding_window: {
    title: 'A burst at the end of one window counts in the next one, less and less.',
    needs: { operations: ['get', 'increment'] },
    async run(scene) {
      const start = 60_000 * 1000;
      const at = (now: number) =>
        scene.value(allowSliding(scene.state, 'ada', { most: 10, windowMs: 60_000, now }));
      const burst: boolean[] = [];
      for (let count = 0; count < 10; count += 1) burst.push(await at(start + 59_000));
      assert(burst.every(Boolean), 'ten calls go through');
      assertEqual(await at(start + 60_000), false, 'one just after');
      assertEqual(await at(start + 90_000), true, 'one when half of the burst counts');
    },
  },
  credits: {
    title: 'Eight purchases at once never spend more credits than there are.',
    needs: { operations: ['get', 'put', 'cas'] },
    async run(scene) {
      await scene.put('credits:ada', '50');
      const purchases = (await scene.clients(8)).map((state) => spend(state, 'ada', 12));
      assertEqual((await scene.value(Promise.all(purchases))).filter(Boolean).length, 4, 'purchases');
      await scene.assertKept('credits:ada', '2');
    },
  },
  reservation: {
    title: 'The last piece is held for one cart, and free again when its time has passed.',
    needs: { operations: ['putIfAbsent'] },
    async run(scene) {
      const want = (cart: string) => scene.value(reserve(scene.state, 'lamp', cart, scene.lifeMs));
      assertEqual(
        [await want('a'), await want('b'), await want('a')],
        [true, false, true],
        'carts that have it',
      );
      await scene.pass();
      assertEqual([await want('b'), await want('a')], [true, false], 'carts that have it later');
    },
  },
});
