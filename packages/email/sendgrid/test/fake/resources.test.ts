import { describe, expect, it } from 'vitest';
import type { FakeTemplate } from '../../src/fake/index.ts';
import { connected, noon, order } from './requests.ts';

async function get(account: Awaited<ReturnType<typeof connected>>, url: string, qs = {}) {
  const [, body] = await account.client.request({ method: 'GET', url, qs });
  return body;
}

describe('suppression lists', () => {
  it('show each list in its own shape, newest first', async () => {
    await using account = await connected();
    account.fake.suppress('bounces', 'a@example.com', { reason: '550 5.1.1 unknown', status: '5.1.1' });
    account.pass(60_000);
    account.fake.suppress('bounces', 'b@example.com', { reason: '550 5.1.1 unknown', status: '5.1.1' });
    account.fake.suppress('spam_reports', 'c@example.com', { ip: '192.0.2.1' });
    account.fake.suppress('invalid_emails', 'd@example.com', {
      reason: 'Mail domain mentioned in email address is unknown',
    });
    account.fake.suppress('unsubscribes', 'e@example.com');
    const later = noon / 1000 + 60;

    expect(await get(account, '/v3/suppression/bounces')).toEqual([
      { created: later, email: 'b@example.com', reason: '550 5.1.1 unknown', status: '5.1.1' },
      { created: noon / 1000, email: 'a@example.com', reason: '550 5.1.1 unknown', status: '5.1.1' },
    ]);
    expect(await get(account, '/v3/suppression/spam_reports')).toEqual([
      { created: later, email: 'c@example.com', ip: '192.0.2.1' },
    ]);
    expect(await get(account, '/v3/suppression/invalid_emails')).toMatchObject([{ email: 'd@example.com' }]);
    expect(await get(account, '/v3/suppression/unsubscribes')).toEqual([
      { created: later, email: 'e@example.com' },
    ]);
  });

  it('come in pages and by time, both ends included', async () => {
    await using account = await connected();
    for (const name of ['a', 'b', 'c']) {
      account.fake.suppress('blocks', `${name}@example.com`);
      account.pass(1000);
    }
    const emails = async (qs: object) =>
      (await get(account, '/v3/suppression/blocks', qs))
        .map(({ email }: { email: string }) => email[0])
        .join('');

    expect(await emails({ limit: 2 })).toBe('cb');
    expect(await emails({ limit: 2, offset: 2 })).toBe('a');
    expect(await emails({ start_time: noon / 1000 + 1, end_time: noon / 1000 + 2 })).toBe('cb');
    expect(await emails({ email: 'b@' })).toBe('b');
  });

  it('give up one address or many, whatever its case', async () => {
    await using account = await connected();
    const path = '/v3/suppression/bounces';
    for (const name of ['a', 'b', 'c', 'd']) account.fake.suppress('bounces', `${name}@example.com`);
    expect(await get(account, `${path}/A@example.com`)).toMatchObject([{ email: 'a@example.com' }]);
    expect(await get(account, `${path}/nobody@example.com`)).toEqual([]);

    await account.client.request({ method: 'DELETE', url: `${path}/A%40example.com` });
    await account.client.request({ method: 'DELETE', url: path, body: { emails: ['B@example.com'] } });
    expect(await get(account, path)).toHaveLength(2);
    await account.client.request({ method: 'DELETE', url: path, body: { delete_all: true } });
    expect(await get(account, path)).toEqual([]);
  });

  it('of global unsubscribes take addresses, and answer for others with an empty object', async () => {
    await using account = await connected();
    const url = '/v3/asm/suppressions/global';
    const body = { recipient_emails: ['ada@example.com'] };
    await expect(account.client.request({ method: 'POST', url, body })).resolves.toMatchObject([
      { statusCode: 201, body },
      {},
    ]);
    expect(await get(account, `${url}/ada@example.com`)).toEqual({ recipient_email: 'ada@example.com' });
    await account.client.request({ method: 'DELETE', url: `${url}/ada@example.com` });
    expect(await get(account, `${url}/ada@example.com`)).toEqual({});
  });
});

describe('templates', () => {
  const dynamic = (digit: string): FakeTemplate => ({
    id: `d-${digit.repeat(32)}`,
    name: `Template ${digit}`,
    version: { subject: 'Hello {{name}}', html: '<p>{{name}}</p>', text: '{{name}}' },
  });
  const legacy = { id: '0123abcd-0123-4567-89ab-0123456789ab', name: 'Old' };

  it('are listed by generation, legacy ones by default, and page by page', async () => {
    await using account = await connected({ templates: [dynamic('1'), legacy, dynamic('2')] });
    const list = (qs: object) => get(account, '/v3/templates', { page_size: 1, ...qs });

    expect((await list({})).result).toMatchObject([{ id: legacy.id, generation: 'legacy' }]);
    const { _metadata: links, ...page } = await list({ generations: 'dynamic' });
    expect(page.result).toMatchObject([
      { generation: 'dynamic', versions: [{ active: 1, subject: 'Hello {{name}}' }] },
    ]);
    expect(page.result[0].versions[0]).not.toHaveProperty('html_content');
    const token = new URL(links.next).searchParams.get('page_token');
    const last = await list({ generations: 'dynamic', page_token: token });
    expect(last.result).toMatchObject([{ id: dynamic('2').id }]);
    expect(last).not.toHaveProperty('_metadata.next');
  });

  it('come with the content of their version when asked for one by one', async () => {
    await using account = await connected({ templates: [dynamic('1')] });
    expect(await get(account, `/v3/templates/${dynamic('1').id}`)).toMatchObject({
      versions: [{ html_content: '<p>{{name}}</p>', plain_content: '{{name}}' }],
    });
  });
});

describe('access', () => {
  it('tells any key what it may do', async () => {
    await using account = await connected({ scopes: ['mail.send'] });
    expect(await get(account, '/v3/scopes')).toEqual({ scopes: ['mail.send'] });
    await expect(get(account, '/v3/templates', { page_size: 1 })).rejects.toMatchObject({ code: 403 });
  });

  it('is limited per endpoint and window, and says when the next one begins', async () => {
    await using account = await connected({ rateLimit: { requests: 1, windowSeconds: 60 } });
    const [answer] = await account.client.request({ method: 'GET', url: '/v3/scopes' });
    expect(answer.headers).toMatchObject({ 'x-ratelimit-remaining': '0' });
    await get(account, '/v3/suppression/bounces');
    await expect(get(account, '/v3/scopes')).rejects.toMatchObject({
      code: 429,
      response: {
        headers: {
          'x-ratelimit-limit': '1',
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': String(noon / 1000 + 60),
        },
      },
    });
    const [sent] = await account.mail.send(order);
    expect(sent.headers).not.toHaveProperty('x-ratelimit-remaining');
    account.pass(60_000);
    await expect(get(account, '/v3/scopes')).resolves.toHaveProperty('scopes');
  });
});
