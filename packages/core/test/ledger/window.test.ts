import { IntegrationError, type Reconciled } from '@patchbay/core';
import { withLedger } from '@patchbay/core/ledger';
import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { type Letter, makePost, post } from './post.ts';
import { failure, key, letter } from './support.ts';

const minuteMs = 60_000;

interface Asked {
  readonly since: Date;
  readonly until?: Date;
}

/** A machine whose first call takes 10 s and is given up; what its provider is asked about it later. */
async function makeAsked(takes: (input: Asked) => boolean) {
  const clock = virtualClock();
  const { bare, office, memory } = makePost({ clock, canFind: true });
  const asked: Asked[] = [];
  const reconcile = async (input: Asked): Promise<Reconciled<Letter>> => {
    asked.push(input);
    if (takes(input)) return { outcome: 'not_applied' };
    const message = 'until: found an unknown field';
    throw new IntegrationError({ code: 'invalid_request', outcome: 'not_applied', message });
  };
  const mail = withLedger(post, { ...bare, reconcile }, { memory, clock });
  office.fates.push('hang');
  const beganAt = clock.now();
  await clock.settle(mail.send(letter, { ...key, deadlineMs: 10_000 }));
  return { mail, office, clock, asked, beganAt, endedAt: clock.now() };
}

describe('the time in which a provider is asked to look', () => {
  it('is that of the call, whenever it is asked, with what clocks may differ and a request may take', async () => {
    const { mail, clock, asked, beganAt, endedAt } = await makeAsked(() => true);
    await clock.advance(30 * 24 * 60 * minuteMs);
    expect(await mail.send(letter, key)).toMatchObject({ id: 'letter_1' });
    expect(asked).toEqual([
      {
        operation: 'send',
        ...key,
        since: new Date(beganAt - 5 * minuteMs),
        until: new Date(endedAt + 10 * minuteMs),
      },
    ]);
  });

  it('has no end for a contract that is older than this', async () => {
    const { mail, clock, asked } = await makeAsked(({ until }) => until === undefined);
    await clock.advance(10 * minuteMs);
    expect(await mail.send(letter, key)).toMatchObject({ id: 'letter_1' });
    expect(asked.map(({ until }) => until === undefined)).toEqual([false, true]);
  });

  it('is not over because the answer came late: what was looked for before may have arrived since', async () => {
    const { mail, clock, asked } = await makeAsked(() => true);
    await clock.advance(5 * minuteMs - 1);
    asked.push = (...given) => {
      clock.jump(1000);
      return Array.prototype.push.apply(asked, given);
    };
    expect(await failure(mail.send(letter, key))).toMatchObject({ code: 'conflict', outcome: 'unknown' });
  });
});
