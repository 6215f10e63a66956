import { createHmac } from 'node:crypto';
import { virtualClock } from '@patchbay/testing';
import { hmacWebhooks, signStandardWebhook, standardWebhooks } from '@patchbay/webhooks/signatures';
import { assert, asyncProperty, nat, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { now, url } from './support/kit.ts';
import { ecdsaKits } from './support/kits.ts';

const anyEvent = {
  parse: () => undefined,
  toEvents: () => [{ dedupeKey: '1', type: 'any', provider: 'acme', occurredAt: new Date(0) }],
} as const;

describe('any bytes', () => {
  it('are accepted as they were signed, and refused with any one bit changed', async () => {
    const secrets = 'a-secret-of-any-bytes';
    const { webhooks } = hmacWebhooks({ secrets, header: 'x-signature', ...anyEvent });
    const property = asyncProperty(
      uint8Array({ minLength: 1, maxLength: 300 }),
      nat(),
      async (body, place) => {
        const headers = new Headers({
          'x-signature': createHmac('sha256', secrets).update(body).digest('hex'),
        });
        await expect(webhooks.receive({ headers, body, url })).resolves.toHaveLength(1);
        const bit = place % (body.length * 8);
        const forged = body.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        await expect(webhooks.receive({ headers, body: forged, url })).rejects.toMatchObject({
          reason: 'signature_invalid',
        });
      },
    );
    await assert(property);
  });

  it('are signed by Standard Webhooks so that no bit of a signature can change', async () => {
    const secrets = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
    const { webhooks } = standardWebhooks({
      secrets,
      clock: virtualClock({ start: now * 1000 }),
      ...anyEvent,
    });
    const property = asyncProperty(uint8Array({ maxLength: 300 }), nat({ max: 255 }), async (body, bit) => {
      const signed = { ...(await signStandardWebhook({ id: 'msg_1', timestamp: now, body, secrets })) };
      await expect(webhooks.receive({ headers: new Headers(signed), body, url })).resolves.toHaveLength(1);
      const signature = Buffer.from(signed['webhook-signature'].slice(3), 'base64');
      const flipped = signature.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      const forged = { ...signed, 'webhook-signature': `v1,${Buffer.from(flipped).toString('base64')}` };
      const received = webhooks.receive({ headers: new Headers(forged), body, url });
      await expect(received).rejects.toMatchObject({ reason: 'signature_invalid' });
    });
    await assert(property);
  });

  it('are accepted whatever the length of the numbers in a DER signature', async () => {
    const [der] = ecdsaKits;
    for (let round = 0; round < 300; round += 1) {
      const webhook = der?.sign(der.body);
      await expect(webhook && der?.receive(webhook)).resolves.toHaveLength(1);
    }
  });

  it('are refused where a number in a DER signature has a zero to spare', async () => {
    const [der] = ecdsaKits;
    for (let round = 0; round < 30; round += 1) {
      const webhook = der?.sign(der.body);
      const [, length = 0, , first = 0, ...rest] = Buffer.from(
        webhook?.headers.get('x-signature') ?? '',
        'base64',
      );
      const padded = Buffer.from([0x30, length + 1, 0x02, first + 1, 0, ...rest]);
      webhook?.headers.set('x-signature', padded.toString('base64'));
      await expect(webhook && der?.receive(webhook)).rejects.toMatchObject({ reason: 'signature_invalid' });
    }
  });
});
