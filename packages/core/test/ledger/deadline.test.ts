import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { makePost, PostOffice } from './post.ts';

const key = { idempotencyKey: 'receipt:7' };
const letter = { text: 'Thank you' };

/** A machine whose first letter was lost on its way, at an office that takes its time when it is asked. */
async function makeSlow(slowMs: number) {
  const [office, clock] = [new PostOffice(), virtualClock()];
  const { fetch } = office;
  const slowly: typeof fetch = async (url, init) => {
    if (!String(url).endsWith('/find')) return fetch(url, init);
    await new Promise<void>((resolve, reject) => {
      const cancel = clock.after(slowMs, resolve);
      init?.signal?.addEventListener('abort', () => [cancel(), reject(init.signal?.reason)]);
    });
    return fetch(url, init);
  };
  Object.assign(office, { fetch: slowly });
  const { mail } = makePost({ office, clock, canFind: true });
  office.fates.push('swallowed');
  await expect(mail.send(letter, key)).rejects.toMatchObject({ outcome: 'unknown' });
  await clock.advance(300_000);
  return { mail, office, clock };
}

describe('a call under a ledger that first has to ask the provider', () => {
  it('settles by its own deadline', async () => {
    const { mail, clock } = await makeSlow(5000);
    const settled = await clock.settle(mail.send(letter, { ...key, deadlineMs: 1000 }));
    expect(settled).toMatchObject({
      elapsedMs: 1000,
      reason: { code: 'timeout', reason: 'deadline', outcome: 'unknown' },
    });
  });

  it('has what is left of its deadline to make the write', async () => {
    const { mail, office, clock } = await makeSlow(600);
    office.fates.push('hang');
    const settled = await clock.settle(mail.send(letter, { ...key, deadlineMs: 1000 }));
    expect(settled).toMatchObject({ elapsedMs: 1000, reason: { code: 'timeout', outcome: 'unknown' } });
  });

  it('ends at once when its caller gives up', async () => {
    const { mail, clock } = await makeSlow(5000);
    const caller = new AbortController();
    clock.after(100, () => caller.abort());
    const settled = await clock.settle(mail.send(letter, { ...key, signal: caller.signal }));
    expect(settled).toMatchObject({ elapsedMs: 100, reason: { code: 'aborted', outcome: 'unknown' } });
  });
});
