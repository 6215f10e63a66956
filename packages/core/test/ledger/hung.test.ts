import { getEventListeners } from 'node:events';
import { type KeyMemory, processMemory } from '@patchbay/core/ledger';
import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { hangable } from '../failover/hangable.ts';
import { type Fate, makePost, PostOffice } from './post.ts';
import { all, failure, key, letter, sends } from './support.ts';

type Given = Parameters<typeof makePost>[0];

/** Where a call asks its memory before it sends anything, and what became of the call before it. */
const before = [
  ['takes the key', 'replace', /:open:/, undefined],
  ['reads whether it has ended', 'get', /:done:/, undefined],
  ['reads who has the key', 'get', /:open:/, 'lost'],
  ['takes over what may be made again', 'replace', /:open:\w+ \{.* \{/, 'lost', { keys: 'native' }],
  ['writes down what the provider found', 'replace', /:done:/, 'lost', { canFind: true }],
] as const satisfies readonly Place[];

type Place = readonly [string, 'get' | 'replace', RegExp, Fate | undefined, Given?];

/** A machine at one of these places; its memory hangs as soon as it is told to. */
async function machineAt([, asked, which, fate, given]: Place) {
  const [clock, office, hung] = [virtualClock(), new PostOffice(), hangable()];
  const { mail } = makePost({ clock, office, memory: hung.memory, ...given });
  if (fate !== undefined) {
    office.fates.push(fate);
    await failure(mail.send(letter, key));
  }
  const [open, sent] = [await all(mail.ledger.unresolved()), sends(office)];
  return { clock, office, mail, hung, open, sent, hang: () => hung.at(asked, which) };
}

/** A caller who gives up after so long. */
function callerOf(clock: ReturnType<typeof virtualClock>, afterMs: number): AbortSignal {
  const controller = new AbortController();
  clock.after(afterMs, () => controller.abort());
  return controller.signal;
}

function expectNothingLeft(clock: ReturnType<typeof virtualClock>, signal?: AbortSignal): void {
  const listeners = signal === undefined ? [] : getEventListeners(signal, 'abort');
  expect([clock.timers, ...listeners]).toEqual([0]);
}

describe.each(before)('a ledger whose memory never answers when a call %s', (...place) => {
  it('ends the call by its deadline, and nothing is sent', async () => {
    const { clock, office, mail, hang, sent } = await machineAt(place);
    hang();
    const settled = await clock.settle(mail.send(letter, { ...key, deadlineMs: 5000 }));
    expect(settled).toMatchObject({
      elapsedMs: 5000,
      reason: { code: 'timeout', reason: 'deadline', outcome: 'unknown', operation: 'post.send' },
    });
    expect(sends(office)).toBe(sent);
    expectNothingLeft(clock);
  });

  it('ends it at once when its caller gives up', async () => {
    const { clock, office, mail, hang, sent } = await machineAt(place);
    hang();
    const signal = callerOf(clock, 700);
    const settled = await clock.settle(mail.send(letter, { ...key, signal }));
    expect(settled).toMatchObject({ elapsedMs: 700, reason: { code: 'aborted', outcome: 'unknown' } });
    expect(sends(office)).toBe(sent);
    expectNothingLeft(clock, signal);
  });

  it.each(['did it and does not say so', 'does it late', 'fails late'] as const)(
    'and %s: the call leaves nothing behind of what it did not send',
    async (how) => {
      const { clock, mail, hung, hang, open } = await machineAt(place);
      hang();
      if (how === 'did it and does not say so') hung.works();
      await clock.settle(failure(mail.send(letter, { ...key, deadlineMs: 5000 })));
      if (how !== 'did it and does not say so') await hung.letGo(how === 'fails late');
      const left = await all(mail.ledger.unresolved());
      expect(left).toEqual(/found/.test(place[0]) && how !== 'fails late' ? [] : open);
      await clock.advance(0);
      expectNothingLeft(clock);
    },
  );
});

/** What became of a write, and how its call ends although nobody can write it down. */
const after = [
  ['ok', { status: 'fulfilled', value: { id: 'letter_1' } }],
  ['lost', { reason: { code: 'network', outcome: 'unknown' } }],
  ['refused', { reason: { code: 'invalid_request', outcome: 'not_applied' } }],
  ['garbled', { reason: { code: 'invalid_response' } }],
] as const satisfies readonly (readonly [Fate, object])[];

describe.each(after)('a ledger whose memory never answers after a write (%s)', (fate, end) => {
  function makeHung() {
    const [clock, office, hung] = [virtualClock(), new PostOffice(), hangable()];
    const { mail } = makePost({ clock, office, memory: hung.memory });
    office.fates.push(fate);
    hung.at('replace', /:done:|:open:\w+ \{/);
    return { clock, office, mail };
  }

  it('says what the provider said, by the deadline', async () => {
    const { clock, office, mail } = makeHung();
    const settled = await clock.settle(mail.send(letter, { ...key, deadlineMs: 5000 }));
    expect(settled).toMatchObject({ elapsedMs: 5000, ...end });
    expect(sends(office)).toBe(1);
    expectNothingLeft(clock);
  });

  it('says it at once when the caller gives up', async () => {
    const { clock, mail } = makeHung();
    const signal = callerOf(clock, 700);
    expect(await clock.settle(mail.send(letter, { ...key, signal }))).toMatchObject({
      elapsedMs: 700,
      ...end,
    });
    expectNothingLeft(clock, signal);
  });
});

/** An office that loses a letter after a second, as long as the call lasts. */
function lateOffice(clock: ReturnType<typeof virtualClock>): PostOffice {
  const office = new PostOffice();
  const { fetch } = office;
  office.fates.push('lost');
  const late: typeof fetch = async (...given) => {
    await new Promise<void>((resolve) => void clock.after(1000, resolve));
    return fetch(...given);
  };
  return Object.assign(office, { fetch: late });
}

describe.each(['deadline', 'abort'])('a call that its provider held up until its %s', (how) => {
  function makeLate(memory: (clock: ReturnType<typeof virtualClock>) => KeyMemory) {
    const clock = virtualClock();
    const { mail } = makePost({ clock, office: lateOffice(clock), memory: memory(clock) });
    const ends = how === 'deadline' ? { deadlineMs: 1100 } : { signal: callerOf(clock, 1100) };
    return { clock, mail, send: () => clock.settle(mail.send(letter, { ...key, ...ends })) };
  }

  it('waits a moment, and no longer, for a memory that never answers', async () => {
    const hung = hangable();
    const { clock, send } = makeLate(() => hung.memory);
    hung.at('replace', /:open:\w+ \{/);
    expect(await send()).toMatchObject({ elapsedMs: 1250, reason: { code: 'network', outcome: 'unknown' } });
    expectNothingLeft(clock);
  });

  it('has what it did written down by one that works', async () => {
    const { clock, mail, send } = makeLate((time) => slow(time, 40));
    expect(await send()).toMatchObject({ elapsedMs: 1120, reason: { outcome: 'unknown' } });
    const listed = await clock.settle(all(mail.ledger.unresolved()));
    expect(listed).toMatchObject({ value: [{ isUnderWay: false }] });
  });
});

/** What a memory does the next time; the machine sleeps for an hour before it hears of it. */
function sleepAt<A extends readonly unknown[], T>(
  clock: ReturnType<typeof virtualClock>,
  work: (...given: A) => Promise<T>,
): (...given: A) => Promise<T> {
  let hourMs = 3_600_000;
  return async (...given) => {
    const done = await work(...given);
    clock.jump(hourMs);
    hourMs = 0;
    return done;
  };
}

describe('a machine that slept before it sent, and whose memory then never answers,', () => {
  it.each([
    ['gives a key back', undefined, 'get', /:open:\S+ \{\S+ $/, 0],
    ['says again what was known of it before', 'lost', 'replace', /:open:\S+ \{\S+ \{/, 1],
  ] as const)('%s, and waits a moment for it, and no longer', async (_what, fate, last, which, passed) => {
    const [clock, office, hung] = [virtualClock(), new PostOffice(), hangable()];
    const memory = { ...hung.memory };
    const { mail } = makePost({ clock, office, memory, keys: 'native' });
    if (fate !== undefined) {
      office.fates.push(fate);
      await failure(mail.send(letter, key));
    }
    const [open, sent] = [await all(mail.ledger.unresolved()), sends(office)];
    const { get, replace } = memory;
    if (last === 'get') memory.get = sleepAt(clock, get);
    else
      memory.replace = (...given) => {
        if (given[1] !== undefined) memory.replace = sleepAt(clock, replace);
        return given[1] === undefined ? replace(...given) : memory.replace(...given);
      };
    hung.at('replace', which, passed);
    hung.works();
    const settled = await clock.settle(mail.send(letter, key));
    const reason = { code: 'timeout', reason: 'deadline', outcome: 'unknown' };
    expect(settled).toMatchObject({ elapsedMs: 250, reason });
    expect(sends(office)).toBe(sent);
    expect(await all(mail.ledger.unresolved())).toEqual(open);
    expectNothingLeft(clock);
  });
});

describe('a call whose caller gave up before it', () => {
  it('says of a caller who gave up before it that nothing was sent, where the memory works', async () => {
    const clock = virtualClock();
    const { mail, office } = makePost({ clock, memory: slow(clock, 50) });
    const settled = await clock.settle(mail.send(letter, { ...key, signal: AbortSignal.abort() }));
    expect(settled).toMatchObject({ reason: { code: 'aborted', outcome: 'not_applied' } });
    expect(sends(office)).toBe(0);
  });
});

/** A memory elsewhere: everything takes so long. */
function slow(clock: ReturnType<typeof virtualClock>, ms: number): KeyMemory {
  const memory = processMemory();
  const wait = () => new Promise<void>((resolve) => void clock.after(ms, resolve));
  return {
    ...memory,
    get: (name) => wait().then(() => memory.get(name)),
    replace: (...given) => wait().then(() => memory.replace(...given)),
  };
}
