import { describe, expect, it } from 'vitest';
import { localAuth } from '../src/index.ts';

describe('options of the embedded provider', () => {
  it('may all be left out, and are those of a test: production refuses them', async () => {
    expect(localAuth.adapter.inspect({})).toEqual({ mode: 'test' });
    await using auth = localAuth();
    expect((await auth.native()).issuer).toBe('http://localhost:4242/provider/auth');
    const { url } = await auth.signIn.begin();
    expect(new URL(url).searchParams.get('redirect_uri')).toBe('http://localhost:4242/auth/callback');
  });

  it('take an address with a slash at its end', async () => {
    await using auth = localAuth({ publicUrl: 'https://shop.example/auth/' });
    expect((await auth.flow.discover()).issuer).toBe('https://shop.example/auth');
  });

  it.each([
    { file: ' ' },
    { publicUrl: 'ftp://shop.example' },
    { transactionSecret: 'too short' },
    { people: [{}] },
    { people: [{ email: 'ada@example.com' }, { email: 'ADA@example.com' }] },
    { clientId: 'mine' },
  ])('refuses %j', (options) => {
    expect(() => localAuth.adapter.inspect(options)).toThrow(
      expect.objectContaining({ code: 'config_invalid' }),
    );
  });
});
