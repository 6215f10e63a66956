import { IntegrationError } from '@patchbay/core';
import { type KeyMemory, processMemory } from '@patchbay/core/ledger';
import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { makePost, PostOffice } from './post.ts';
import { after, all, failure, key, letter, sends } from './support.ts';

const hourMs = 3_600_000;

/** What a call fails with that others overtake, and that nobody waits for where they already went wrong. */
function failureOf(call: Promise<unknown>): Promise<IntegrationError> {
  const failed = failure(call);
  failed.catch(() => undefined);
  return failed;
}

/** What a memory is asked last before the request goes out. */
type Last = 'has somebody ended it' | 'take it over';

/** Two machines at one office. The memory has done what the first one asked it last; its answer waits until it is let go. */
function makeHeldUp(last: Last) {
  const [clock, office, memory] = [virtualClock(), new PostOffice(), processMemory()];
  const waiting: (() => void)[] = [];
  const held: KeyMemory = {
    ...memory,
    async get(name) {
      const found = await memory.get(name);
      if (last === 'has somebody ended it' && name.includes(':done:')) await letGoLater();
      return found;
    },
    async replace(...given) {
      const isReplaced = await memory.replace(...given);
      if (last === 'take it over' && given[1] !== undefined) await letGoLater();
      return isReplaced;
    },
  };
  const letGoLater = () => new Promise<void>((resolve) => waiting.push(resolve));
  const [{ mail: first }, { mail: other }] = [
    makePost({ clock, office, memory: held, canFind: true }),
    makePost({ clock, office, memory, canFind: true }),
  ];
  const hold = async (): Promise<void> => {
    for (let turn = 0; waiting.length === 0 && turn < 5000; turn += 1)
      await new Promise((resolve) => setImmediate(resolve));
    expect(waiting).toHaveLength(1);
  };
  const letGo = (): void => {
    for (const go of waiting.splice(0)) go();
  };
  return { clock, office, first, other, hold, letGo };
}

describe('a call that was held up between its record and its request', () => {
  it.each([
    ['by a slow memory', 'advance'],
    ['by a machine that slept, whose monotonic clock stood still', 'jump'],
  ] as const)('%s sends nothing when another one may have', async (_how, move) => {
    const { clock, office, first, other, hold, letGo } = makeHeldUp('has somebody ended it');
    const heldUp = failureOf(first.send(letter, key));
    await hold();
    await clock[move](hourMs);
    expect(await other.send(letter, key)).toMatchObject({ id: 'letter_1' });
    letGo();
    expect(await heldUp).toMatchObject({ code: 'timeout', reason: 'deadline', outcome: 'unknown' });
    expect(office.letters).toHaveLength(1);
  });

  it('gives the key back where nobody took it, and says that nothing was sent', async () => {
    const { clock, office, first, other, hold, letGo } = makeHeldUp('has somebody ended it');
    const heldUp = failureOf(first.send(letter, key));
    await hold();
    clock.jump(hourMs);
    letGo();
    expect(await heldUp).toMatchObject({ code: 'timeout', outcome: 'not_applied' });
    expect(sends(office)).toBe(0);
    expect(await all(other.ledger.unresolved())).toEqual([]);
  });

  it('leaves the record of the call before it as it was', async () => {
    const { clock, office, first, other, hold, letGo } = makeHeldUp('take it over');
    office.fates.push('swallowed');
    await failure(other.send(letter, key));
    const before = await all(other.ledger.unresolved());
    await clock.advance(hourMs);
    const heldUp = failureOf(first.send(letter, key));
    await hold();
    clock.jump(hourMs);
    letGo();
    await hold(); // when it puts the record back
    letGo();
    expect(await heldUp).toMatchObject({ code: 'timeout', outcome: 'unknown' });
    expect(await all(other.ledger.unresolved())).toEqual(before);
    expect(sends(office)).toBe(1);
  });
});

describe('a clock that went wrong', () => {
  it('ahead, and was put right, does not make a key look young that the provider has forgotten', async () => {
    const { mail, office, clock } = await after('lost', { keys: 'native' });
    clock.jump(-48 * hourMs);
    await clock.advance(30 * hourMs);
    office.honoursKeys = false;
    expect(await failure(mail.send(letter, key))).toMatchObject({ code: 'conflict', outcome: 'unknown' });
    expect(office.letters).toHaveLength(1);
  });
});

describe('a store that cannot be reached', () => {
  it('says nothing of the write, which an earlier call may have made', async () => {
    const memory = { ...processMemory() };
    const { mail, office } = makePost({ memory });
    office.fates.push('lost');
    await failure(mail.send(letter, key));
    const message = 'state.get failed at redis (network): The provider could not be reached.';
    const away = new IntegrationError({
      code: 'network',
      outcome: 'not_applied',
      category: 'state',
      message,
    });
    memory.get = () => Promise.reject(away);
    expect(await failure(mail.send(letter, key))).toMatchObject({
      code: 'internal',
      outcome: 'unknown',
      category: 'post',
      operation: 'post.send',
    });
    expect(sends(office)).toBe(1);
  });
});
