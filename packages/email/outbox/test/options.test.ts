import { describe, expect, it } from 'vitest';
import { outboxEmail } from '../src/index.ts';

describe('options of the outbox', () => {
  it('may all be left out, and are no matter of test or live: production takes them', () => {
    expect(outboxEmail.adapter.inspect({})).toEqual({ mode: undefined });
    expect(outboxEmail({ root: false }).capabilities.embedded).toBe(true);
  });

  it.each([{ root: ' ' }, { root: true }, { webhookUrl: 'ftp://shop.example' }, { folder: 'mails' }])(
    'refuses %j',
    (options) => {
      expect(() => outboxEmail.adapter.inspect(options)).toThrow(
        expect.objectContaining({ code: 'config_invalid' }),
      );
    },
  );
});
