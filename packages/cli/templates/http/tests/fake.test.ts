import { describe, expect, it } from 'vitest';
import { acmeFake, acmeRejections } from '../src/fake/index.ts';

const url = (path: string): string => `http://127.0.0.1${path}`;

describe('the fake refuses what Acme refuses', () => {
  it.each(acmeRejections)('$name', async ({ request, apiKey = 'test_key', status, code }) => {
    const fake = acmeFake();
    const { path, ...rest } = request;
    const headers = apiKey === '' ? {} : { authorization: `Bearer ${apiKey}` };
    const response = await fake.handle(new Request(url(path), { ...rest, headers }));
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code } });
  });
});

describe('the fake', () => {
  it('writes down each request, and answers one as it was told to', async () => {
    const fake = acmeFake();
    const ask = () => new Request(url('/v1/account'), { headers: { authorization: 'Bearer test_key' } });
    fake.fail({ status: 503, code: 'unavailable' });
    const statuses = [(await fake.handle(ask())).status, (await fake.handle(ask())).status];
    expect(statuses).toEqual([503, 200]);
    expect(fake.log.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
      'GET /v1/account 503',
      'GET /v1/account 200',
    ]);
  });
});
