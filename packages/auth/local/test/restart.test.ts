import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Passwords } from '../src/engine/passwords.ts';
import { longScopes, openApp } from './support/app.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-local-'));
});
afterAll(() => rm(folder, { recursive: true }));

const password = 'correct horse battery';

describe('a provider with a file', () => {
  it('has its people, passwords, keys, tokens and used idempotency keys after a restart', async () => {
    const file = join(folder, 'new', 'auth.json');
    const before = await openApp({ file });
    const input = { email: 'grace@example.com', name: 'Grace', password, metadata: { plan: 'plus' } };
    const grace = await before.auth.users.create(input, { idempotencyKey: 'grace' });
    const { tokens } = await before.signIn({ person: grace.id }, { scopes: [...longScopes, 'orders'] });
    await before.auth.close();

    await using app = await openApp({ file });
    expect(await app.auth.users.get(grace.id)).toEqual(grace);
    expect((await app.auth.users.create(input, { idempotencyKey: 'grace' })).id).toBe(grace.id);
    const verdict = await app.auth.users.verifyPassword({ identifier: 'Grace@example.com', password });
    expect(verdict.status).toBe('right');
    const audience = `${app.provider.issuer}/api`;
    const verified = await app.auth.tokens.verify(tokens.accessToken, { audience, scopes: ['orders'] });
    expect(verified.key.subject).toBe(grace.id);
    expect((await app.auth.tokens.identity(tokens)).name).toBe('Grace');
    expect((await app.auth.tokens.refresh(tokens)).subject).toBe(grace.id);
  });

  it('keeps a browser signed in over a restart', async () => {
    const file = join(folder, 'browser.json');
    const before = await openApp({ file });
    const { url } = await before.auth.signIn.begin();
    const jar = new Map<string, string>();
    const send = async (app: typeof before, request: Request): Promise<Response> => {
      request.headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
      const response = await app.provider.handle(request);
      for (const cookie of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        jar.set(name, value);
      }
      return response;
    };
    const page = (await send(before, new Request(url))).headers.get('location') ?? '';
    const body = new URLSearchParams({ person: before.adaId });
    const picked = await send(before, new Request(page, { method: 'POST', body }));
    await send(before, new Request(picked.headers.get('location') ?? ''));
    await before.auth.close();

    await using app = await openApp({ file });
    const answer = await send(app, new Request((await app.auth.signIn.begin()).url));
    expect(answer.headers.get('location')).toMatch(/^https:\/\/shop\.example\/auth\/callback\?code=/);
  });

  it('hashes a password anew that was hashed at another cost, as soon as it is typed', async () => {
    const file = join(folder, 'dated.json');
    const before = await openApp({ file });
    await before.auth.users.setPassword({ id: before.adaId, password });
    await before.auth.close();
    const dated = await new Passwords({ ln: 5, r: 8, p: 1 }).hash(password);
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      text.replace(/\$scrypt[^"]*/, () => dated),
    );

    await using app = await openApp({ file });
    const typed = { identifier: 'ada', password };
    expect((await app.auth.users.verifyPassword(typed)).status).toBe('right');
    expect(await readFile(file, 'utf8')).toContain('$scrypt$ln=14,r=8,p=1$');
    expect((await app.auth.users.verifyPassword(typed)).status).toBe('right');
  });

  it('is readable by its owner alone, and holds no password', async () => {
    const file = join(folder, 'private.json');
    await using app = await openApp({ file });
    await app.auth.users.setPassword({ id: app.adaId, password });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).not.toContain(password);
  });

  it('refuses a file that holds something else, and leaves it as it is', async () => {
    const file = join(folder, 'else.json');
    await writeFile(file, '{"version":2}');
    await expect(openApp({ file })).rejects.toMatchObject({ code: 'config_invalid' });
    expect(await readFile(file, 'utf8')).toBe('{"version":2}');
  });

  it('that another process writes to as well refuses to overwrite what the other one did', async () => {
    const file = join(folder, 'shared.json');
    await using first = await openApp({ file });
    await using second = await openApp({ file });
    const { id } = await second.auth.users.create({ username: 'second' });
    const late = await first.clock.settle(first.auth.users.create({ username: 'first' }));
    expect(late).toMatchObject({
      status: 'rejected',
      reason: { code: 'provider_error', outcome: 'not_applied' },
    });
    expect(await first.auth.users.find({ username: 'first' })).toEqual([]);
    await using after = await openApp({ file });
    expect((await after.auth.users.get(id)).username).toBe('second');
  });
});

describe('a provider without a file', () => {
  it('has the people of its options under the same ids after each start', async () => {
    const people = [{ email: 'Eve@example.com' }, { username: 'mallory' }];
    await using first = await openApp({ people });
    await using second = await openApp({ people });
    const idsOf = async ({ auth }: typeof first) =>
      (await auth.users.list().page()).items.map(({ id }) => id);
    expect(await idsOf(first)).toEqual(await idsOf(second));
    expect(new Set(await idsOf(first)).size).toBe(2);
  });
});
