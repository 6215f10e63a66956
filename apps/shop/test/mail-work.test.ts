import { IntegrationError } from '@patchbay/core';
import { describe, expect, it } from 'vitest';
import { redrive } from '../src/desk/dead-mail.ts';
import { createLive } from '../src/live.ts';
import { type MailDesk, type MailScene, openMailScene } from './support/mail-scene.ts';

const stateOf = ({ store }: MailScene, key: string) => store.mails.get(key)?.state;

/** How a mail moved, and by what. */
const movesOf = ({ store }: MailScene, orderId: string) =>
  store.timeline
    .ofOrder(orderId)
    .flatMap((entry) => (entry.kind === 'mail' ? [[entry.state, entry.by]] : []));

const deadOf = async ({ jobs }: MailDesk) => (await jobs.dead.list({ queue: 'mails' }).page()).items;

describe('mails at two desks of one shop', () => {
  it('are handed over once each, and a few at a time', async () => {
    await using scene = await openMailScene();
    const keys = Array.from({ length: 20 }, () => scene.want().key);
    const answer = scene.holdAnswers(20);
    for (const desk of [scene.openDesk(), scene.openDesk()]) {
      desk.post.resume();
      desk.work();
    }
    await scene.clock.advance(2000);
    await expect.poll(scene.taken).toHaveLength(8);
    await scene.clock.advance(2000);
    expect(await scene.taken()).toHaveLength(8);
    answer();
    await expect.poll(() => keys.map((key) => stateOf(scene, key))).toEqual(keys.map(() => 'sent'));
    expect((await scene.taken()).toSorted()).toEqual(keys.toSorted());
  });
});

describe('a mail whose desk dies before the answer comes', () => {
  /** A mail that was taken; another desk has it as soon as the lease of the first one ends. */
  async function orphan(scene: MailScene) {
    const { key, orderId } = scene.want();
    const answer = scene.holdAnswers(1);
    const [first, second] = [scene.openDesk(), scene.openDesk()];
    first.work();
    first.post.collect(orderId);
    await scene.clock.advance(2000);
    await expect.poll(scene.taken).toEqual([key]);
    first.become('held');
    second.work();
    await scene.clock.advance(25_000);
    expect(stateOf(scene, key)).toBe('sending');
    await scene.clock.advance(10_000);
    return { key, orderId, answer };
  }

  it('is of unknown fate where the provider cannot tell, until a late answer tells', async () => {
    await using scene = await openMailScene('sendgrid');
    const { key, orderId, answer } = await orphan(scene);
    await expect.poll(() => stateOf(scene, key)).toBe('unknown');
    expect(movesOf(scene, orderId)).toEqual([['unknown', 'restart']]);
    await scene.clock.advance(60_000);
    expect(await scene.taken()).toEqual([key]);
    answer();
    await expect.poll(() => stateOf(scene, key)).toBe('sent');
    expect(await scene.taken()).toEqual([key]);
  });

  it('is sent, once, where the provider knows it by its key', async () => {
    await using scene = await openMailScene('outbox');
    const { key, orderId, answer } = await orphan(scene);
    await expect.poll(() => stateOf(scene, key)).toBe('sent');
    answer();
    await scene.clock.advance(60_000);
    expect(await scene.taken()).toEqual([key]);
    expect(movesOf(scene, orderId)).toEqual([['sent', 'answer']]);
  });

  it('stays sent when the first desk comes to and tells that it failed', async () => {
    await using scene = await openMailScene('outbox');
    const { key, orderId, answer } = await orphan(scene);
    await expect.poll(() => stateOf(scene, key)).toBe('sent');
    const message = 'The provider was not reached.';
    answer(new IntegrationError({ code: 'network', outcome: 'not_applied', message }));
    await scene.clock.advance(60_000);
    expect(movesOf(scene, orderId)).toEqual([['sent', 'answer']]);
    expect(await scene.taken()).toEqual([key]);
  });
});

describe('a mail that is wanted while the store of jobs is away', () => {
  it('is handed over when the store is back', async () => {
    await using scene = await openMailScene();
    const { key, orderId } = scene.want();
    const desk = scene.openDesk();
    desk.become('away');
    desk.post.collect(orderId);
    await expect.poll(() => desk.complaints).toHaveLength(1);
    expect(stateOf(scene, key)).toBe('wanted');
    desk.become('there');
    desk.work();
    await scene.clock.advance(31_000);
    await expect.poll(() => stateOf(scene, key)).toBe('sent');
    expect(await scene.taken()).toEqual([key]);
  });
});

describe('a mail that the provider certainly did not take', () => {
  /** A desk that was asked for a mail, which the provider refuses with this status from now on. */
  async function refusedMail(scene: MailScene, status: number) {
    const [times, body] = [Number.POSITIVE_INFINITY, '{"errors":[{"message":"No."}]}'];
    scene.server.fault({ kind: 'status', status, body, times });
    const { key, orderId } = scene.want();
    const desk = scene.openDesk();
    const hasEnded = async (tries: number) => {
      await expect.poll(() => scene.server.received.length).toBe(tries);
      const job = async () => (await desk.jobs.get({ queue: 'mails', id: `${key}.0` }))?.status;
      await expect.poll(job).not.toBe('running');
    };
    desk.work();
    desk.post.collect(orderId);
    await scene.clock.advance(2000);
    await hasEnded(1);
    return { key, orderId, desk, hasEnded };
  }

  it('is tried again ever more rarely where that may help, then failed, and a dead letter that can be sent', async () => {
    await using scene = await openMailScene();
    const { key, desk, hasEnded } = await refusedMail(scene, 429);
    for (const [before, seconds] of [10, 40, 160, 640].entries()) {
      expect(stateOf(scene, key)).toBe('wanted');
      await scene.clock.advance((seconds - 1) * 1000);
      expect(scene.server.received).toHaveLength(before + 1);
      await scene.clock.advance(3000);
      await hasEnded(before + 2);
    }
    expect(stateOf(scene, key)).toBe('failed');
    expect(await deadOf(desk)).toMatchObject([{ id: `${key}.0`, attempts: 5 }]);
    scene.server.reset();
    await desk.jobs.dead.redrive({ queue: 'mails', id: `${key}.0` });
    await scene.clock.advance(2000);
    await expect.poll(() => stateOf(scene, key)).toBe('sent');
    expect(await scene.taken()).toEqual([key]);
  });

  it('fails at once where no try would help, and is no dead letter any more when somebody sends it again', async () => {
    await using scene = await openMailScene();
    const { key, orderId, desk } = await refusedMail(scene, 401);
    expect(stateOf(scene, key)).toBe('failed');
    expect(await deadOf(desk)).toMatchObject([{ id: `${key}.0`, attempts: 1 }]);
    scene.server.reset();
    scene.store.mails.wantAgain(key, 1);
    desk.post.collect(orderId);
    await scene.clock.advance(2000);
    await expect.poll(() => stateOf(scene, key)).toBe('sent');
    await expect.poll(() => deadOf(desk)).toEqual([]);
    expect(await scene.taken()).toEqual([key]);
  });

  it('is left to whoever wants it again, when its dead letter is tried again at the same time', async () => {
    await using scene = await openMailScene();
    const { key, orderId, desk } = await refusedMail(scene, 401);
    scene.server.reset();
    scene.store.mails.wantAgain(key, 1);
    await desk.jobs.dead.redrive({ queue: 'mails', id: `${key}.0` });
    await scene.clock.advance(2000);
    const job = async () => (await desk.jobs.get({ queue: 'mails', id: `${key}.0` }))?.status;
    await expect.poll(job).toBe('done');
    expect([stateOf(scene, key), await scene.taken()]).toEqual(['wanted', []]);
    desk.post.collect(orderId);
    await scene.clock.advance(2000);
    await expect.poll(() => stateOf(scene, key)).toBe('sent');
    expect(await scene.taken()).toEqual([key]);
  });
});

describe('a mail whose shop ends at every try', () => {
  /** A desk that has found so many tries cut off that it gave the mail up. */
  async function givenUp(scene: MailScene, begin: (key: string) => void) {
    const { key, orderId } = scene.want();
    const desk = scene.openDesk();
    desk.post.collect(orderId);
    const job = { queue: 'mails', id: `${key}.0` };
    await expect.poll(() => desk.jobs.get(job)).toMatchObject({ status: 'waiting' });
    begin(key);
    for (let cutOff = 0; cutOff < 10; cutOff += 1) {
      await desk.jobs.claim({ queue: 'mails', limit: 1, leaseMs: 1000 });
      await scene.clock.advance(1100);
    }
    desk.work();
    await scene.clock.advance(2000);
    await expect.poll(() => deadOf(desk)).toMatchObject([{ ...job, attempts: 11 }]);
    const sendNow = async () => {
      await redrive({ ...desk, store: scene.store, live: createLive() }, job);
      await scene.clock.advance(2000);
      await expect.poll(() => stateOf(scene, key)).toBe('sent');
    };
    return { key, orderId, desk, sendNow };
  }

  it('is of unknown fate where a try had begun, and sent when its dead letter is tried again', async () => {
    await using scene = await openMailScene();
    const { key, orderId, desk, sendNow } = await givenUp(scene, (one) =>
      scene.store.mails.begin(one, 'sendgrid'),
    );
    await expect.poll(() => movesOf(scene, orderId)).toEqual([['unknown', 'given_up']]);
    await sendNow();
    expect([await deadOf(desk), await scene.taken()]).toEqual([[], [key]]);
  });

  it('is not sent where no try had, and sent when its dead letter is tried again', async () => {
    await using scene = await openMailScene();
    const { key, orderId, sendNow } = await givenUp(scene, () => undefined);
    await expect.poll(() => movesOf(scene, orderId)).toEqual([['failed', 'given_up']]);
    await sendNow();
    expect(await scene.taken()).toEqual([key]);
  });
});
