import { MemoryStore, memoryState } from '@patchbay/state-memory';
import {
  byVersion,
  createSync,
  merge,
  type SyncOptions,
  type SyncReport,
  type SyncState,
  sourceWins,
} from '@patchbay/sync';
import { seededRandom, type VirtualClock, virtualClock } from '@patchbay/testing';
import {
  type Arbitrary,
  array,
  assert,
  asyncProperty,
  constant,
  constantFrom,
  nat,
  oneof,
  option,
  record,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Store } from './support/store.ts';

type Side = 'left' | 'right';
type Step =
  | { readonly kind: 'edit'; readonly side: Side; readonly id: string; readonly value: string }
  | { readonly kind: 'remove'; readonly side: Side; readonly id: string }
  /** A run, of which the process dies at a call of the state or of the target. */
  | { readonly kind: 'run'; readonly from: Side; readonly diesAt: number | undefined };

const side = constantFrom<Side>('left', 'right');
const id = constantFrom('a', 'b', 'c');
const step: Arbitrary<Step> = oneof(
  record({ kind: constant('edit' as const), side, id, value: constantFrom('1', '2', '3', '4') }),
  record({ kind: constant('remove' as const), side, id }),
  record({
    kind: constant('run' as const),
    from: side,
    diesAt: option(nat({ max: 25 }), { nil: undefined }),
  }),
);
const steps = array(step, { minLength: 1, maxLength: 40 });

/** Two sides whose feeds come out of turn, and syncs that can die. */
class World {
  readonly clock: VirtualClock = virtualClock();
  readonly left = new Store<string>(() => this.clock.now());
  readonly right = new Store<string>(() => this.clock.now());
  readonly #memory = new MemoryStore();
  readonly #conflict: NonNullable<SyncOptions<string>['conflict']>;

  constructor(conflict: NonNullable<SyncOptions<string>['conflict']>, seed: number) {
    this.#conflict = conflict;
    const random = seededRandom(seed);
    const shuffled = <E>(entries: readonly E[]): readonly E[] =>
      entries
        .flatMap((entry) => (random() < 0.2 ? [entry, entry] : [entry]))
        .map((entry) => [random(), entry] as const)
        .sort(([one], [other]) => one - other)
        .map(([, entry]) => entry);
    this.left.order = shuffled;
    this.right.order = shuffled;
  }

  async do(next: Step): Promise<void> {
    await this.clock.advance(1);
    if (next.kind === 'edit') this[next.side].edit(next.id, next.value);
    else if (next.kind === 'remove') this[next.side].edit(next.id, undefined);
    else await this.run(next.from, next.diesAt);
  }

  async run(from: Side, diesAt = Number.POSITIVE_INFINITY) {
    const to = from === 'left' ? this.right : this.left;
    let calls = 0;
    const live = (): void => {
      calls += 1;
      if (calls > diesAt) throw new Error('The process is dead.');
    };
    to.before = live;
    to.after = live;
    const sync = createSync({
      name: 'people',
      from: this[from].changes,
      to: to.target,
      state: mortal(memoryState({ store: this.#memory }, { clock: this.clock }), live),
      direction: from === 'left' ? 'forward' : 'back',
      conflict: this.#conflict,
      clock: this.clock,
    });
    const report = await sync.run().catch(() => undefined);
    to.before = () => undefined;
    to.after = () => undefined;
    return report;
  }

  /** Runs in turn, until nobody should have anything to write; the reports of the last two. */
  async settle(): Promise<readonly (SyncReport | undefined)[]> {
    for (let round = 0; round < 6; round += 1) {
      for (const from of ['left', 'right'] as const) {
        await this.clock.advance(1);
        await this.run(from);
      }
    }
    return [await this.run('left'), await this.run('right')];
  }
}

function mortal(state: ReturnType<typeof memoryState>, live: () => void): SyncState {
  const guarded =
    <A extends unknown[], R>(call: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      live();
      return call(...given);
    };
  return {
    ...state,
    get: guarded(state.get),
    put: guarded(state.put),
    delete: guarded(state.delete),
  };
}

/** The last thing that anybody did to each id. */
function lastWritten(all: readonly Step[]): Readonly<Record<string, string>> {
  const last = new Map<string, string | undefined>();
  for (const next of all) {
    if (next.kind === 'edit') last.set(next.id, next.value);
    if (next.kind === 'remove') last.set(next.id, undefined);
  }
  const there = [...last].flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  return Object.fromEntries(there.sort());
}

const union = merge<string>(({ incoming, present }) => {
  if (incoming.value === undefined || present.value === undefined) return undefined;
  return [...new Set((incoming.value + present.value).split(''))].sort().join('');
});

const quiet = { upserted: 0, removed: 0, failed: [] };
const strategies = [byVersion<string>(), sourceWins<string>(), union];

describe('random edits and removals, feeds out of turn, processes that die', () => {
  it.each(strategies)('end with both sides the same: $kind', async (conflict) => {
    await assert(
      asyncProperty(steps, nat(), async (all, seed) => {
        const world = new World(conflict, seed);
        for (const next of all) await world.do(next);
        const last = await world.settle();
        expect(last).toMatchObject([quiet, quiet]);
        expect(world.left.content).toEqual(world.right.content);
      }),
    );
  });

  it('end with what was done last to each record, so no removal is undone and no edit lost: byVersion', async () => {
    await assert(
      asyncProperty(steps, nat(), async (drawn, seed) => {
        const all = drawn.map((next, index) =>
          next.kind === 'edit' ? { ...next, value: `${next.value} of ${index}` } : next,
        );
        const world = new World(byVersion(), seed);
        for (const next of all) await world.do(next);
        await world.settle();
        expect(world.right.content).toEqual(lastWritten(all));
      }),
    );
  });
});
