import { readWebhook, signWebhook, verifySignature } from '@patchbay/core/webhook';
import { assert, asyncProperty, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';

const now = 1_800_000_000_000;
const body = new TextEncoder().encode('{"a":1, "b":"ü"}');
const secrets = ['whsec_first_secret', 'whsec_second_secret'];

async function verdict(change: Partial<Parameters<typeof verifySignature>[0]> = {}): Promise<string> {
  const header = await signWebhook(body, 'whsec_first_secret', now / 1000);
  return verifySignature({ header, body, secrets, now, ...change }).then(
    () => 'accepted',
    (error: unknown) => (error as { failure: { reason: string } }).failure.reason,
  );
}

describe('verifySignature', () => {
  it('accepts any secret that is valid now', async () => {
    expect(await verdict()).toBe('accepted');
    expect(await verdict({ header: await signWebhook(body, 'whsec_second_secret', now / 1000) })).toBe(
      'accepted',
    );
  });

  it.each([
    ['signature_missing', { header: null }],
    ['signature_missing', { header: '' }],
    ['signature_invalid', { header: 't=1,v1=zz' }],
    ['signature_invalid', { header: 'nonsense' }],
    ['signature_invalid', { secrets: ['whsec_other_secret'] }],
    ['signature_invalid', { body: new TextEncoder().encode('{"b":"ü","a":1}') }],
    ['timestamp_outside_tolerance', { now: now + 300_001 }],
    ['timestamp_outside_tolerance', { now: now - 300_001 }],
  ])('answers %s', async (reason, change) => {
    expect(await verdict(change)).toBe(reason);
  });

  it('notices any changed byte (property)', async () => {
    await assert(
      asyncProperty(uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
        const header = await signWebhook(bytes, secrets[0] ?? '', now / 1000);
        const changed = Uint8Array.from(bytes, (byte, index) =>
          index === bytes.length - 1 ? byte ^ 1 : byte,
        );
        expect(await verdict({ header, body: bytes })).toBe('accepted');
        expect(await verdict({ header, body: changed })).toBe('signature_invalid');
      }),
    );
  });
});

describe('readWebhook', () => {
  it('says how to keep the raw bytes when a framework has parsed the body', async () => {
    const request = new Request('http://127.0.0.1/', { method: 'POST', body: '{}' });
    await request.json();
    await expect(readWebhook(request)).rejects.toThrow('express.raw');
    const parsed = { headers: new Headers(), url: '', body: { parsed: true } };
    await expect(readWebhook(parsed as never)).rejects.toMatchObject({ failure: { reason: 'body_parsed' } });
  });

  it('reads a request of a class that a framework has put in the place of the platform’s', async () => {
    const { Request: platforms } = globalThis;
    const request = new platforms('http://127.0.0.1/', { method: 'POST', body: '{"a": 1}' });
    globalThis.Request = class extends platforms {};
    try {
      expect(new TextDecoder().decode((await readWebhook(request)).body)).toBe('{"a": 1}');
    } finally {
      globalThis.Request = platforms;
    }
  });

  it('refuses a body above one megabyte', async () => {
    const huge = { headers: new Headers(), url: '', body: new Uint8Array(1024 * 1024 + 1) };
    await expect(readWebhook(huge)).rejects.toMatchObject({ failure: { reason: 'too_large' } });
  });
});
