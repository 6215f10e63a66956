import { IntegrationError } from '@patchbay/core';
import { type KeyMemory, processMemory } from '@patchbay/core/failover';
import { virtualClock } from '@patchbay/testing';
import { array, assert, asyncProperty, boolean, constantFrom, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fault, makeGroup, Till } from './till.ts';

const faults = array(
  constantFrom<Fault>('ok', 'ok', 'down', 'busy', 'refuses', 'lost', 'broken', 'broken_done', 'hang'),
  { maxLength: 12 },
);
const calls = array(
  record({ key: constantFrom('order-1', 'order-2'), machine: constantFrom(0, 1), waits: boolean() }),
  { minLength: 1, maxLength: 10 },
);

/** A memory elsewhere: everything takes a while, so that calls come between reading and writing. */
function slowMemory(inner: KeyMemory): KeyMemory {
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    get: (name) => turn().then(() => inner.get(name)),
    replace: (...given) => turn().then(() => inner.replace(...given)),
    list: (prefix) => inner.list(prefix),
  };
}

type End = { readonly key: string; readonly outcome: 'done' | IntegrationError['outcome'] };

/** How many effects a key may have had that all of its calls ended so. */
function allowed(outcomes: readonly End['outcome'][]): readonly number[] {
  if (outcomes.includes('done')) return [1];
  return outcomes.every((outcome) => outcome === 'not_applied') ? [0] : [0, 1];
}

describe('whatever two machines and two providers do', () => {
  it('a key has at most one effect, a call that succeeded exactly one, and `not_applied` means none', async () => {
    await assert(
      asyncProperty(faults, faults, calls, boolean(), async (atFirst, atSecond, script, retries) => {
        const tills = [new Till('a'), new Till('b')] as const;
        tills[0].faults.push(...atFirst);
        tills[1].faults.push(...atSecond);
        const [clock, memory] = [virtualClock(), slowMemory(processMemory())];
        const policy = { breaker: false, retry: retries ? {} : false } as const;
        const shared = { tills, clock, memory, policy };
        const machines = [makeGroup(shared).group, makeGroup(shared).group] as const;
        const ends: Promise<End>[] = [];
        for (const { key, machine, waits } of script) {
          const group = machines[machine] ?? machines[0];
          const end = clock.settle(group.charge({ note: key }, { idempotencyKey: key, deadlineMs: 2000 }));
          ends.push(
            end.then((settled) => {
              if (settled.status === 'fulfilled') return { key, outcome: 'done' };
              if (!IntegrationError.is(settled.reason)) throw settled.reason;
              return { key, outcome: settled.reason.outcome };
            }),
          );
          if (waits) await ends.at(-1);
        }
        const all = await Promise.all(ends);
        for (const key of new Set(all.map((end) => end.key))) {
          const outcomes = all.filter((end) => end.key === key).map(({ outcome }) => outcome);
          const effects = tills.flatMap(({ charges }) => charges).filter(({ note }) => note === key).length;
          expect(allowed(outcomes)).toContain(effects);
        }
      }),
    );
  }, 60_000);
});
