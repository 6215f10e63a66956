import { secret } from '@patchbay/core';
import { stripePayments } from '@patchbay/payments-stripe';
import { describe, expect, it } from 'vitest';
import { thrownBy } from './support/thrown-by.ts';

const { adapter } = stripePayments;

describe('options', () => {
  it.each([
    ['sk_live_abc', 'live'],
    ['rk_live_abc', 'live'],
    ['sk_test_abc', 'test'],
    ['rk_test_abc', 'test'],
  ])('tell by the key %s that it is %s', (secretKey, mode) => {
    expect(adapter.inspect({ secretKey }).mode).toBe(mode);
    expect(adapter.inspect({ secretKey: secret(secretKey) }).mode).toBe(mode);
  });

  it.each([
    ['a publishable key', { secretKey: 'pk_test_abc' }, 'secretKey'],
    ['a blank key', { secretKey: '' }, 'secretKey'],
    ['no key', {}, 'secretKey'],
    ['a base URL with a path', { secretKey: 'sk_test_abc', baseUrl: 'http://127.0.0.1/v1' }, 'baseUrl'],
    [
      'a base URL with a password',
      { secretKey: 'sk_test_abc', baseUrl: 'http://me:pk_test_abc@[::1]' },
      'baseUrl',
    ],
    ['a misspelt option', { secretKey: 'sk_test_abc', webhooksecret: 'whsec_x' }, ''],
    ['a blank webhook secret', { secretKey: 'sk_test_abc', webhookSecret: ' ' }, 'webhookSecret'],
  ])('refuse %s, naming the place but not the value', (_name, options, path) => {
    const error = thrownBy(() => adapter.inspect(options));
    expect(error).toMatchObject({ code: 'config_invalid' });
    expect(String(error)).toContain(path);
    expect(String(error)).not.toContain('pk_test_abc');
  });

  it('name their variables, and which of them are secret', () => {
    const fields = adapter.fields.map(({ name, env, secret: hidden = false }) => [name, env, hidden]);
    expect(fields).toEqual([
      ['secretKey', 'STRIPE_SECRET_KEY', true],
      ['webhookSecret', 'STRIPE_WEBHOOK_SECRET', true],
      ['baseUrl', 'STRIPE_BASE_URL', false],
      ['account', 'STRIPE_ACCOUNT', false],
    ]);
  });
});
