import type { Auth } from '@patchbay/auth';
import { localAuth } from '@patchbay/auth-local';
import { memoryState } from '@patchbay/state-memory';
import { createSync, type DirectoryUser, directorySource, sourceWins } from '@patchbay/sync';
import { describe, expect, it } from 'vitest';
import { Store } from './support/store.ts';

describe('the people of a directory', () => {
  it('come across with what they are called, change and go, whatever the directory adds of its own', async () => {
    await using directory = localAuth({ people: [] });
    const people: Auth<'users.list'> = directory; // any provider that lists its users
    const shop = new Store<DirectoryUser>(() => Date.now());
    const sync = createSync({
      name: 'people',
      from: directorySource(people),
      to: shop.target,
      state: memoryState(),
      conflict: sourceWins(),
    });
    const { id } = await directory.users.create({ email: 'ada@example.com', name: 'Ada' });
    const bob = await directory.users.create({ username: 'bob', metadata: { shelf: '7' } });
    expect(await sync.run()).toMatchObject({ upserted: 2, failed: [] });
    expect(shop.value(bob.id)).toEqual({
      username: 'bob',
      emailVerified: false,
      status: 'active',
      metadata: { shelf: '7' },
    });
    await directory.users.disable(id);
    await directory.users.delete(bob.id);
    expect(await sync.run()).toMatchObject({ upserted: 1, removed: 1 });
    expect(shop.value(id)).toMatchObject({ name: 'Ada', status: 'disabled' });
    expect(Object.keys(shop.content)).toEqual([id]);
    expect(await sync.run()).toMatchObject({ upserted: 0, removed: 0, unchanged: 1 });
  });
});
