import { createHook } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { Passwords } from '../src/engine/passwords.ts';
import { openApp } from './support/app.ts';

const password = 'correct horse battery';
const cheap = { ln: 4, r: 8, p: 1 };

describe('a password', () => {
  it('is kept as a PHC string of scrypt, with a salt of its own', async () => {
    const passwords = new Passwords();
    const hashes = [await passwords.hash(password), await passwords.hash(password)];
    for (const hash of hashes) expect(hash).toMatch(/^\$scrypt\$ln=14,r=8,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(hashes[0]).not.toBe(hashes[1]);
  });

  it('is right for its hash alone, however its characters were typed', async () => {
    const passwords = new Passwords(cheap);
    const hash = await passwords.hash('cafe\u0301 au lait');
    expect(await passwords.verify('caf\u00e9 au lait', hash)).toBe(true);
    expect(await passwords.verify('cafe au lait', hash)).toBe(false);
  });

  it.each([
    '',
    'plain',
    '$scrypt$ln=4,r=8,p=1$c2FsdA$c2hvcnQ',
    '$argon2id$v=19$m=65536,t=2,p=1$c2FsdA$aGFzaA',
  ])('fits no hash of another form: %j', async (hash) => {
    expect(await new Passwords(cheap).verify(password, hash)).toBe(false);
  });

  it('costs as much work for somebody who is unknown as for a wrong one', async () => {
    const passwords = new Passwords(cheap);
    const hash = await passwords.hash(password);
    const workOf = async (known: string | undefined): Promise<number> => {
      const before = passwords.work;
      expect(await passwords.verify('a wrong one', known)).toBe(false);
      return passwords.work - before;
    };
    expect([await workOf(hash), await workOf(undefined)]).toEqual([1, 1]);
  });

  it('is hashed two at a time at most', async () => {
    const passwords = new Passwords(cheap);
    const running = new Set<number>();
    let most = 0;
    const hook = createHook({
      init(id, type) {
        if (type === 'SCRYPTREQUEST') running.add(id);
        most = Math.max(most, running.size);
      },
      before: (id) => running.delete(id),
    }).enable();
    const hashes = await Promise.all(Array.from({ length: 9 }, () => passwords.hash(password)));
    hook.disable();
    expect([new Set(hashes).size, passwords.work, most]).toEqual([9, 9, 2]);
  });

  it('with a hash of another cost is hashed anew', () => {
    const passwords = new Passwords();
    expect(passwords.isDated('$scrypt$ln=13,r=8,p=1$c2FsdA$aGFzaA')).toBe(true);
    expect(passwords.isDated('$scrypt$ln=14,r=8,p=1$c2FsdA$aGFzaA')).toBe(false);
  });
});

describe('the directory', () => {
  it('locks a name after ten wrong passwords for a quarter of an hour, whether anybody has it or not', async () => {
    await using app = await openApp();
    await app.auth.users.setPassword({ id: app.adaId, password });
    for (const identifier of ['ada@example.com', 'nobody@example.com']) {
      const tries = Array.from({ length: 12 }, () =>
        app.auth.users.verifyPassword({ identifier, password: 'a wrong one' }),
      );
      const statuses = (await Promise.all(tries)).map(({ status }) => status);
      expect(statuses).toEqual([...Array(10).fill('wrong'), 'locked', 'locked']);
    }
    const right = { identifier: 'ADA', password };
    expect(await app.auth.users.verifyPassword(right)).toEqual({
      status: 'locked',
      until: new Date(app.clock.now() + 15 * 60_000),
    });
    await app.clock.advance(15 * 60_000);
    expect(await app.auth.users.verifyPassword(right)).toMatchObject({ status: 'right' });
  });

  it('refuses a short password in words, and one that is far too long', async () => {
    await using app = await openApp();
    const set = (text: string) => app.auth.users.setPassword({ id: app.adaId, password: text });
    await expect(set('seven77')).rejects.toMatchObject({ code: 'invalid_request', reason: 'password_weak' });
    await expect(set('x'.repeat(1025))).rejects.toMatchObject({ reason: 'parameter_invalid' });
  });

  it('says no more of somebody who is disabled than that they are locked, and only to who knows the password', async () => {
    await using app = await openApp();
    await app.auth.users.setPassword({ id: app.adaId, password });
    await app.auth.users.disable(app.adaId);
    const statusOf = async (text: string) =>
      (await app.auth.users.verifyPassword({ identifier: 'ada', password: text })).status;
    expect([await statusOf(password), await statusOf('a wrong one')]).toEqual(['locked', 'wrong']);
  });

  it('pages on where it was, also when people go in between', async () => {
    await using app = await openApp({ people: [] });
    for (const name of ['a', 'b', 'c', 'd', 'e']) await app.auth.users.create({ username: name });
    const seen: (string | undefined)[] = [];
    let cursor: string | undefined;
    do {
      const page = await app.auth.users.list({}, { limit: 2 }).page(cursor);
      for (const { id, username } of page.items) {
        seen.push(username);
        await app.auth.users.delete(id);
      }
      cursor = page.next;
    } while (cursor !== undefined);
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});
