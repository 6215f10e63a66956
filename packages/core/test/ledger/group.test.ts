import { type IntegrationError, vendorKey } from '@patchbay/core';
import { failover, processMemory } from '@patchbay/core/failover';
import { withLedger } from '@patchbay/core/ledger';
import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { makePost, PostOffice, post } from './post.ts';

const key = { idempotencyKey: 'receipt:7' };
const letter = { text: 'Thank you' };

/** Two offices without keys in a group, its writes kept by a ledger. */
function makeGroup(canFind: boolean) {
  const [clock, memory] = [virtualClock(), processMemory()];
  const offices = [new PostOffice(), new PostOffice()] as const;
  const members = offices.map((office, index) =>
    makePost({ office, clock, canFind, memberName: ['north', 'south'][index] ?? '' }),
  );
  const bare = members.map((member) => member.bare);
  const group = failover(post, bare, { memory, clock });
  return { group, mail: withLedger(post, group, { memory, clock }), bare, offices, clock, memory };
}

describe('a ledger around a failover group', () => {
  it('keeps the answer of whichever member sent, with the id that says whose it is', async () => {
    const { mail, offices } = makeGroup(false);
    offices[0].fates.push('down');
    expect(await mail.send(letter, key)).toMatchObject({ id: 'south:letter_1' });
    expect(await mail.send(letter, key)).toMatchObject({ id: 'south:letter_1' });
    expect(offices.map(({ asked }) => asked)).toEqual([['/send'], ['/send']]);
  });

  it('sends a letter that may be on its way to nobody else', async () => {
    const { mail, offices } = makeGroup(false);
    offices[0].fates.push('lost');
    await expect(mail.send(letter, key)).rejects.toMatchObject({ outcome: 'unknown', integration: 'north' });
    await expect(mail.send(letter, key)).rejects.toMatchObject({ code: 'conflict', outcome: 'unknown' });
    expect(offices[1].asked).toEqual([]);
  });

  it('asks the member that has the key what became of it', async () => {
    const { mail, offices } = makeGroup(true);
    offices[0].fates.push('down');
    offices[1].fates.push('lost');
    await expect(mail.send(letter, key)).rejects.toMatchObject({ outcome: 'unknown', integration: 'south' });
    expect(await mail.send(letter, key)).toMatchObject({ id: 'south:letter_1' });
    expect(offices.map(({ asked }) => asked)).toEqual([['/send'], ['/send', '/find']]);
  });

  it('asks every member about a key that its memory does not have', async () => {
    const { group, offices } = makeGroup(true);
    const write = { operation: 'send', ...key, since: new Date(0) };
    expect(await group.reconcile(write)).toEqual({ outcome: 'not_applied' });
    expect(offices.map(({ asked }) => asked)).toEqual([['/find'], ['/find']]);
  });

  it('finds a write that went where its id said, and does not make it again', async () => {
    const { mail, offices, clock } = makeGroup(true);
    offices[1].fates.push('lost');
    await expect(mail.burn('south:letter_0', key)).rejects.toMatchObject({ outcome: 'unknown' });
    await clock.advance(300_000);
    expect(await mail.burn('south:letter_0', key)).toMatchObject({ id: 'south:letter_1' });
    expect(offices[1].letters).toHaveLength(1);
  });

  it('is settled by a webhook of any member', async () => {
    const { mail, offices } = makeGroup(false);
    offices[0].fates.push('lost');
    await expect(mail.send(letter, key)).rejects.toMatchObject({ outcome: 'unknown' });
    const marked = await vendorKey(['post.send', '', key.idempotencyKey]);
    await mail.webhooks.receive(JSON.stringify({ vendorKey: marked, letter: { id: 'letter_1' } }));
    expect(await mail.send(letter, key)).toMatchObject({ id: 'north:letter_1' });
  });
});

describe('a group that lost a member', () => {
  it('says that a key is at a member that it no longer has, and that nobody knows what became of it', async () => {
    const { group, bare, memory, clock, offices } = makeGroup(false);
    offices[0].fates.push('lost');
    await expect(group.send(letter, key)).rejects.toMatchObject({ outcome: 'unknown' });
    const smaller = failover(post, bare.slice(1), { memory, clock });
    const error: IntegrationError = await smaller.send(letter, key).then(
      () => expect.fail('it should have failed'),
      (thrown: IntegrationError) => thrown,
    );
    expect(error).toMatchObject({ code: 'config_invalid', outcome: 'unknown' });
    expect(error.message).toContain('north');
    expect(offices[1].asked).toEqual([]);
  });
});
