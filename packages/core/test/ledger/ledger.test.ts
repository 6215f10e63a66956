import { unwrap } from '@patchbay/core';
import { withLedger } from '@patchbay/core/ledger';
import { describe, expect, it } from 'vitest';
import { makePost, post } from './post.ts';
import { after, all, arrived, failure, key, letter, sends } from './support.ts';

describe('a ledger', () => {
  it('gives a later call what the first one got, dates included, and sends once', async () => {
    const { mail, office, memory, clock } = makePost();
    const first = await mail.send(letter, key);
    expect(await mail.send(letter, key)).toEqual(first);
    const other = makePost({ office, memory, clock }); // another machine, or this one after a restart
    const again = await other.mail.send(letter, key);
    expect(again).toEqual({ id: 'letter_1', sentAt: new Date(86_400_000) });
    expect([first.raw, again.raw]).toEqual(['whole', undefined]);
    expect(office.letters).toHaveLength(1);
    expect(await all(mail.ledger.unresolved())).toEqual([]);
  });

  it('lets calls without a key, and reads, through as they are', async () => {
    const { mail, office } = makePost();
    await mail.send(letter);
    await mail.send(letter);
    await mail.read('letter_1', key);
    await mail.read('letter_1', key);
    expect(office.asked).toEqual(['/send', '/send', '/read', '/read']);
  });

  it.each([
    ['another text', { text: 'Goodbye' }],
    ['another file', { ...letter, file: new Uint8Array([2]) }],
  ])('refuses a key that was used for %s, before anything is sent', async (_name, other) => {
    const { mail, office } = makePost();
    await mail.send({ ...letter, file: new Uint8Array([1]) }, key);
    expect(await failure(mail.send(other, key))).toMatchObject({
      code: 'idempotency_mismatch',
      outcome: 'not_applied',
      operation: 'post.send',
      provider: 'office',
    });
    expect(sends(office)).toBe(1);
  });

  it('knows the bare id and the object that has it as one input, and operations apart', async () => {
    const { mail, office } = makePost();
    await mail.burn('letter_1', key);
    await mail.burn({ id: 'letter_1' }, key);
    await mail.send(letter, key);
    expect(office.asked).toEqual(['/burn', '/send']);
  });

  it.each(['down', 'refused'] as const)(
    'frees the key of a call that certainly did nothing (%s)',
    async (fate) => {
      const { mail, error, office } = await after(fate);
      expect(error.outcome).toBe('not_applied');
      expect(await all(mail.ledger.unresolved())).toEqual([]);
      expect(await mail.send({ text: 'Another' }, key)).toMatchObject({ id: 'letter_1' });
      expect(office.letters).toHaveLength(1);
    },
  );

  it('does not send a second time after a lost answer, and lists the write until somebody knows', async () => {
    const { mail, error, office, clock } = await after('lost');
    expect(error.outcome).toBe('unknown');
    await clock.advance(3_600_000);
    expect(await failure(mail.send(letter, key))).toMatchObject({
      code: 'conflict',
      outcome: 'unknown',
      retryable: false,
      hint: expect.stringContaining('ledger.settle'),
    });
    expect(sends(office)).toBe(1);
    expect(await all(mail.ledger.unresolved())).toEqual([
      { operation: 'send', ...key, firstAt: expect.any(Date), latestAt: expect.any(Date), isUnderWay: false },
    ]);
  });

  it('lets one of two calls at the same time send; the other learns when to come back', async () => {
    const { mail, office, clock } = makePost();
    office.fates.push('hang');
    const first = clock.settle(mail.send(letter, { ...key, deadlineMs: 5000 }));
    await arrived(office);
    const [entry] = await all(mail.ledger.unresolved());
    expect(entry).toMatchObject({ isUnderWay: true });
    expect(await failure(mail.send(letter, key))).toMatchObject({
      code: 'conflict',
      outcome: 'unknown',
      retryable: true,
      retryAfterMs: expect.any(Number),
    });
    expect(await first).toMatchObject({ reason: { outcome: 'unknown' } });
    expect(sends(office)).toBe(1);
  });

  it('says `applied` again of a write whose answer could not be read', async () => {
    const { mail, error, office } = await after('garbled');
    expect(error).toMatchObject({ code: 'invalid_response', outcome: 'applied' });
    expect(await failure(mail.send(letter, key))).toMatchObject({
      code: 'invalid_response',
      outcome: 'applied',
    });
    expect(sends(office)).toBe(1);
  });

  it('is not put around another one, which would find every write under way', () => {
    const { mail, memory } = makePost();
    expect(() => withLedger(post, mail, { memory })).toThrowError(
      expect.objectContaining({ code: 'config_invalid' }),
    );
  });

  it('does not lose an answer because it could not be written down', async () => {
    const { memory } = makePost();
    const full = { ...memory, replace: memory.replace };
    const { mail, office } = makePost({ memory: full });
    full.replace = async (...given) => {
      if (given[0].includes(':done:')) throw new Error('ENOSPC');
      return memory.replace(...given);
    };
    expect(await mail.send(letter, key)).toMatchObject({ id: 'letter_1' });
    full.replace = async () => Promise.reject(new Error('ENOSPC'));
    const unheard = await failure(mail.send({ text: 'More' }, { idempotencyKey: 'receipt:8' }));
    expect(unheard).toMatchObject({ code: 'internal', operation: 'post.send', provider: 'office' });
    expect(unwrap(unheard)).toMatchObject({ message: 'ENOSPC' });
    expect(sends(office)).toBe(1); // what cannot be written down is not sent
    expect(await all(mail.ledger.unresolved())).toHaveLength(1);
  });
});
