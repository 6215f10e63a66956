import { type CallOptions, IntegrationError, vendorKey } from '@patchbay/core';
import { failover } from '@patchbay/core/failover';
import { type KeyMemory, processMemory, withLedger } from '@patchbay/core/ledger';
import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { fingerprint } from '../../src/ledger/fingerprint.ts';
import { makePost, PostOffice, post } from './post.ts';

const key = { idempotencyKey: 'receipt:7' };
const letter = { text: 'Thank you' };

async function all<T>(list: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of list) found.push(item);
  return found;
}

/** A memory that a test can break. */
function breakable(): KeyMemory & { replace: KeyMemory['replace']; get: KeyMemory['get'] } {
  return { ...processMemory() };
}

/** An office that does something of its own between its work and its answer. */
function officeThat(meanwhile: () => Promise<unknown>): PostOffice {
  const office = new PostOffice();
  const { fetch } = office;
  const later: typeof fetch = async (url, init) => {
    const answer = await fetch(url, init);
    await meanwhile();
    return answer;
  };
  return Object.assign(office, { fetch: later });
}

describe('a ledger whose memory fails', () => {
  it.each(['the reading after it', 'the writing itself, when it was done'])(
    'while a key is taken (%s) leaves nothing behind of a write that was never sent',
    async (where) => {
      const memory = breakable();
      const { get, replace } = memory;
      const { mail, office } = makePost({ memory });
      const broken = new Error('EMFILE');
      if (where.startsWith('the reading')) memory.get = async () => Promise.reject(broken);
      else
        memory.replace = async (...given) => {
          await replace(...given);
          memory.replace = replace;
          throw broken;
        };
      await expect(mail.send(letter, key)).rejects.toMatchObject({ code: 'internal', outcome: 'unknown' });
      Object.assign(memory, { get, replace });
      expect(office.asked).toEqual([]);
      expect(await all(mail.ledger.unresolved())).toEqual([]);
      expect(await mail.send(letter, key)).toMatchObject({ id: 'letter_1' });
    },
  );

  it('or takes no record so large keeps at least that the write had its effect', async () => {
    const memory = breakable();
    const message = 'found a value that cannot be kept: it is longer than 262144 octets';
    const tooLong = new IntegrationError({ code: 'invalid_request', outcome: 'not_applied', message });
    const { replace } = memory;
    memory.replace = async (...given) => {
      if (given[2]?.includes('letter_1')) throw tooLong;
      return replace(...given);
    };
    const { mail, office } = makePost({ memory });
    expect(await mail.send(letter, key)).toMatchObject({ id: 'letter_1' });
    expect(await all(mail.ledger.unresolved())).toEqual([]);
    await expect(mail.send(letter, key)).rejects.toMatchObject({
      code: 'already_exists',
      outcome: 'applied',
    });
    expect(office.letters).toHaveLength(1);
  });

  it('hands over a result that no text can hold, and keeps that there was one', async () => {
    const { bare, clock, memory } = makePost();
    const letterOf = async (_letter: unknown, _options?: CallOptions) => ({
      id: 'letter_1',
      sentAt: new Date(0),
      raw: undefined,
      number: 7n,
    });
    const mail = withLedger(post, { ...bare, send: letterOf }, { memory, clock });
    expect(await mail.send(letter, key)).toMatchObject({ number: 7n });
    await expect(mail.send(letter, key)).rejects.toMatchObject({
      code: 'already_exists',
      outcome: 'applied',
    });
  });

  it('takes the time of a slow one from the call’s deadline', async () => {
    const [clock, memory] = [virtualClock(), breakable()];
    const { replace } = memory;
    memory.replace = async (...given) => {
      await new Promise<void>((resolve) => {
        clock.after(600, resolve);
      });
      return replace(...given);
    };
    const { mail, office } = makePost({ memory, clock });
    office.fates.push('hang', 'hang');
    const settled = await clock.settle(mail.send(letter, { ...key, deadlineMs: 1000 }));
    expect(settled).toMatchObject({ reason: { code: 'timeout', outcome: 'unknown' } });
    expect(settled.elapsedMs).toBe(1250); // the deadline, and then a moment for the record
    const late = await clock.settle(mail.send(letter, { idempotencyKey: 'receipt:8', deadlineMs: 500 }));
    expect(late).toMatchObject({ reason: { code: 'timeout', reason: 'deadline' } });
  });
});

describe('a ledger, before it asks its memory,', () => {
  it.each([-5, 0, Number.NaN])('refuses a deadline that is none: %s', async (deadlineMs) => {
    const memory = breakable();
    memory.get = memory.replace = () => expect.fail('it was asked');
    const { mail, office } = makePost({ memory });
    await expect(mail.send(letter, { ...key, deadlineMs })).rejects.toMatchObject({
      code: 'invalid_request',
      outcome: 'not_applied',
      operation: 'post.send',
    });
    expect(office.asked).toEqual([]);
  });
});

describe('a write that is settled while its call is under way', () => {
  it('by an event that brings no result is given with the result that the call got', async () => {
    const marked = await vendorKey(['post.send', '', key.idempotencyKey]);
    const office = officeThat(async () => mail.webhooks.receive(JSON.stringify({ vendorKey: marked })));
    const { mail } = makePost({ office });
    const first = await mail.send(letter, key);
    expect(await mail.send(letter, key)).toEqual(first);
    expect(office.letters).toHaveLength(1);
  });

  it('by hand does not free the key, for it may yet be applied', async () => {
    const settled: boolean[] = [];
    const office = officeThat(async () => {
      settled.push(await mail.ledger.settle({ operation: 'send', ...key }, 'not_applied'));
    });
    const { mail } = makePost({ office });
    await mail.send(letter, key);
    expect(settled).toEqual([false]);
  });
});

describe('the print of an input', () => {
  it.each([
    ['buffers', new Uint8Array([1]).buffer, new Uint8Array([2]).buffer],
    ['numbers of 16 bits', new DataView(new ArrayBuffer(1)), new DataView(new ArrayBuffer(2))],
    ['maps', new Map([['a', 1]]), new Map([['a', 2]])],
    ['sets', new Set([1]), new Set([2])],
    ['big integers', 1n, 2n],
    ['an integer and a big one', 1, 1n],
    ['not a number and nothing', Number.NaN, null],
  ])('tells apart %s', async (_name, one, other) => {
    expect(await fingerprint({ one })).not.toBe(await fingerprint({ one: other }));
    expect(await fingerprint({ one })).toBe(await fingerprint({ one }));
  });
});

describe('a group', () => {
  /** Two offices, the first of which is down. */
  function makeGroup(memory: KeyMemory) {
    const offices = [new PostOffice(), new PostOffice()] as const;
    const members = offices.map(
      (office, index) => makePost({ office, memberName: ['north', 'south'][index] ?? '' }).bare,
    );
    return { offices, group: failover(post, members, { memory, clock: virtualClock() }) };
  }

  it('takes ids from an object that is frozen', async () => {
    const { group, offices } = makeGroup(processMemory());
    expect(await group.burn(Object.freeze({ id: 'south:letter_0' }))).toMatchObject({ id: 'south:letter_1' });
    expect(offices[1].asked).toEqual(['/burn']);
  });

  it('says what its member said when the memory fails after it, and stays there', async () => {
    const memory = breakable();
    const { group, offices } = makeGroup(memory);
    const { replace } = memory;
    memory.replace = async (...given) => {
      if (given[1] !== undefined) throw new Error('EMFILE');
      return replace(...given);
    };
    offices[0].fates.push('down');
    await expect(group.send(letter, key)).rejects.toMatchObject({ code: 'network', outcome: 'unknown' });
    expect(offices[1].asked).toEqual([]);
  });

  it('does not say of a write that may be there that it is not, because the memory of a ledger in it fails', async () => {
    const memory = breakable();
    const { mail, office } = makePost({ memory });
    const group = failover(post, [mail], { memory: processMemory() });
    office.fates.push('lost');
    await expect(group.send(letter, key)).rejects.toMatchObject({ outcome: 'unknown' });
    memory.get = async () => Promise.reject(new Error('EMFILE'));
    await expect(group.send(letter, key)).rejects.toMatchObject({ outcome: 'unknown' });
  });

  it('binds no key to a member that was not asked, because the memory failed after it had written', async () => {
    const memory = breakable();
    const { group, offices } = makeGroup(memory);
    const { replace } = memory;
    memory.replace = async (...given) => {
      await replace(...given);
      memory.replace = replace;
      throw new Error('EMFILE');
    };
    await expect(group.send(letter, key)).rejects.toMatchObject({ code: 'internal' });
    offices[0].fates.push('down');
    expect(await group.send(letter, key)).toMatchObject({ id: 'south:letter_1' });
  });
});
