import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localAuth } from '@patchbay/auth-local';
import { sqliteJobs } from '@patchbay/jobs-sqlite';
import { sqliteState } from '@patchbay/state-sqlite';
import { virtualClock } from '@patchbay/testing';
import { pendingFiles } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { followDirectory } from '../src/desk/directory.ts';
import { openStore } from '../src/store/store.ts';

const hour = 3_600_000;

/** A directory in which Ada and Bob are; Ada has an account. */
async function openScene() {
  const folder = await mkdtemp(join(tmpdir(), 'postcard-directory-'));
  const clock = virtualClock({ start: new Date('2026-01-01T10:20:00Z'), busy: pendingFiles });
  const store = openStore(folder);
  const auth = localAuth({ people: [] }, { clock });
  const state = sqliteState({ file: join(folder, 'state.sqlite'), durability: 'process' }, { clock });
  const jobs = sqliteJobs({ file: join(folder, 'jobs.sqlite'), durability: 'process' }, { clock });
  await Promise.all([state.check(), jobs.check()]);
  const { id: ada } = await auth.users.create({
    email: 'ada@home.example',
    emailVerified: true,
    name: 'Ada',
  });
  const { id: bob } = await auth.users.create({ username: 'bob' });
  store.accounts.add({ id: 'account_ada', name: 'ada', email: 'ada@old.example' });
  store.accounts.link('account_ada', { issuer: auth.provider, subject: ada });
  const worker = followDirectory({ auth, store, state, jobs, clock });
  return {
    store,
    auth,
    ada,
    bob,
    account: () => store.accounts.get('account_ada'),
    /** Lets time pass until the directory was read in this hour of the day. */
    async pass(hourOfDay: number): Promise<void> {
      const id = `directory:${Date.UTC(2026, 0, 1, hourOfDay) / hour}`;
      const wasRead = async (): Promise<void> => {
        while ((await jobs.get({ queue: 'directory', id }))?.status !== 'done')
          await new Promise<void>((resolve) => void clock.after(60_000, resolve));
      };
      await clock.settle(wasRead());
    },
    async [Symbol.asyncDispose]() {
      await clock.settle(Promise.resolve(worker?.close()));
      await clock.settle(Promise.all([state.close(), jobs.close(), auth.close()]));
      store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

describe('the directory of the provider', () => {
  it('tells what people of the shop are called, at once and then each hour, and touches no link', async () => {
    await using scene = await openScene();
    const { auth, ada, account, pass } = scene;
    await pass(10);
    const identities = [{ issuer: auth.provider, subject: ada }];
    expect(account()).toEqual({ id: 'account_ada', name: 'Ada', email: 'ada@home.example', identities });
    await auth.users.update({ id: ada, name: 'Ada Lovelace' });
    await pass(11);
    expect(account()).toMatchObject({ name: 'Ada Lovelace', identities });
    const bob = scene.store.accounts.meantBy({ key: { issuer: auth.provider, subject: scene.bob } });
    expect(bob).toEqual([]); // who never signed in has no account
  });

  it('leaves the account of somebody who left, and an address that nobody has verified', async () => {
    await using scene = await openScene();
    const { auth, ada, account, pass } = scene;
    await pass(10);
    await auth.users.update({ id: ada, name: 'Countess', email: 'ada@unproved.example' });
    await pass(11);
    expect(account()).toMatchObject({ name: 'Countess', email: 'ada@home.example' });
    await auth.users.delete(ada);
    await pass(12);
    expect(account()).toMatchObject({ name: 'Countess', email: 'ada@home.example' });
  });
});
