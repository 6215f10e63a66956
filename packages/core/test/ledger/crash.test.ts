import type { IntegrationError } from '@patchbay/core';
import { type KeyMemory, processMemory } from '@patchbay/core/ledger';
import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { type Fate, makePost, PostOffice } from './post.ts';
import { all, key, letter } from './support.ts';

const hourMs = 3_600_000;
/** More than a call asks of its memory. */
const steps = Array.from({ length: 12 }, (_, index) => index + 1);

/** A memory as a process has it that ends at a step: before what it asks there is done, or right after. */
function endingAt(step: number, isDone: boolean, memory: KeyMemory) {
  let [taken, end] = [0, (): void => undefined];
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const take = async <T>(work: () => Promise<T>): Promise<T> => {
    taken += 1;
    if (taken < step) return work();
    if (taken === step && isDone) await work();
    end();
    return new Promise<never>(() => undefined);
  };
  const ending: KeyMemory = {
    ...memory,
    get: (name) => take(() => memory.get(name)),
    replace: (...given) => take(() => memory.replace(...given)),
  };
  return { ending, ended };
}

/** One machine whose process ends at a step, after a first call that met this fate; and one that is there an hour later. */
async function afterEnd(step: number, isDone: boolean, fate: Fate, canFind: boolean) {
  const [clock, office, memory] = [virtualClock(), new PostOffice(), processMemory()];
  const { ending, ended } = endingAt(step, isDone, memory);
  const { mail } = makePost({ clock, office, memory: ending, canFind });
  const work = async (): Promise<void> => {
    office.fates.push(fate);
    await mail.send(letter, key).catch(() => undefined);
    await clock.advance(hourMs);
    await mail.send(letter, key).catch(() => undefined);
  };
  await Promise.race([work(), ended]);
  office.fates.length = 0;
  await clock.advance(hourMs);
  return { ...makePost({ clock, office, memory, canFind }), clock };
}

/** `applied` also where the answer could not be read. */
function endOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'applied',
    (error: IntegrationError) => error.outcome,
  );
}

const fates = ['ok', 'lost', 'swallowed', 'down', 'garbled'] as const satisfies readonly Fate[];

describe('a process that ends at any step', () => {
  it.each(fates)('leaves one letter in the end where the office can tell (%s)', async (fate) => {
    for (const step of steps) {
      for (const isDone of [false, true]) {
        const { mail, office } = await afterEnd(step, isDone, fate, true);
        const end = await endOf(mail.send(letter, key));
        expect([step, isDone, end, office.letters.length]).toEqual([step, isDone, 'applied', 1]);
        expect(await all(mail.ledger.unresolved())).toEqual([]);
      }
    }
  });

  it.each(fates)(
    'leaves no second letter, and none that is not listed, where it cannot (%s)',
    async (fate) => {
      for (const step of steps) {
        for (const isDone of [false, true]) {
          const { mail, office } = await afterEnd(step, isDone, fate, false);
          const end = await endOf(mail.send(letter, key));
          const listed = (await all(mail.ledger.unresolved())).length;
          expect([step, isDone, end, listed]).toEqual([step, isDone, end, end === 'unknown' ? 1 : 0]);
          expect(office.letters.length).toBeLessThanOrEqual(1);
          expect(end === 'applied' && office.letters.length === 0).toBe(false);
        }
      }
    },
  );
});
