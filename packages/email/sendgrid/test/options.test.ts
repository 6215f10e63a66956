import { secret } from '@patchbay/core';
import { sendgridEmail } from '@patchbay/email-sendgrid';
import { describe, expect, it } from 'vitest';
import { thrownBy } from './support/thrown-by.ts';
import { newKey } from './support/webhooks.ts';

const { adapter } = sendgridEmail;
const apiKey = 'SG.options.key';

describe('options', () => {
  it('are taken as text, as secrets and as lists of keys', () => {
    const { publicKey } = newKey();
    const webhookPublicKey = [publicKey, newKey().publicKey];
    const options = { apiKey: secret(apiKey), webhookPublicKey, region: 'eu' };
    expect(() => adapter.inspect(options)).not.toThrow();
    expect(() => adapter.inspect({ apiKey, webhookPublicKey: publicKey })).not.toThrow();
  });

  it.each([
    ['a key of another vendor', { apiKey: 'sk_live_hidden' }, 'apiKey'],
    ['a blank key', { apiKey: '' }, 'apiKey'],
    ['no key', {}, 'apiKey'],
    ['an API key as public key', { apiKey, webhookPublicKey: 'SG.hidden.key' }, 'webhookPublicKey'],
    ['no public key in a list', { apiKey, webhookPublicKey: [] }, 'webhookPublicKey'],
    ['a password that can be guessed', { apiKey, inboundPassword: 'hidden' }, 'inboundPassword'],
    ['an unknown region', { apiKey, region: 'hidden' }, 'region'],
    ['a base URL with a path', { apiKey, baseUrl: 'http://127.0.0.1/v3/hidden' }, 'baseUrl'],
    ['a misspelt option', { apiKey, webhookKey: 'hidden' }, ''],
  ])('refuse %s, naming the place but not the value', (_name, options, path) => {
    const error = thrownBy(() => adapter.inspect(options));
    expect(error).toMatchObject({ code: 'config_invalid' });
    expect(String(error)).toContain(path);
    expect(String(error)).not.toContain('hidden');
  });

  it('name their variables, and which of them are secret', () => {
    const fields = adapter.fields.map(({ name, env, secret: hidden = false }) => [name, env, hidden]);
    expect(fields).toEqual([
      ['apiKey', 'SENDGRID_API_KEY', true],
      ['webhookPublicKey', 'SENDGRID_WEBHOOK_PUBLIC_KEY', false],
      ['inboundPassword', 'SENDGRID_INBOUND_PASSWORD', true],
      ['region', 'SENDGRID_REGION', false],
      ['baseUrl', 'SENDGRID_BASE_URL', false],
    ]);
  });
});
