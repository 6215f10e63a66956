import { createHmac } from 'node:crypto';
import { IntegrationError, toProblem, unwrap } from '@patchbay/core';
import { signWebhook, verifySignature } from '@patchbay/core/webhook';
import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { call, key, vendorError } from './support.ts';
import { makeToy, scripted } from './toy.ts';

/**
 * Mistakes that hand-written integrations keep making. Each test first shows the usual way failing, then ours
 * passing.
 */
const secret = 'whsec_trap_secret';
const hmac = (text: string): string => createHmac('sha256', secret).update(text).digest('hex');

describe('T1: a digest over a body that was parsed and written again', () => {
  it('refuses genuine webhooks; ours reads the raw bytes', async () => {
    const raw = '{ "amount": 10.50, "name": "\\u00fc" }';
    expect(hmac(JSON.stringify(JSON.parse(raw)))).not.toBe(hmac(raw));
    const body = new TextEncoder().encode(raw);
    const header = await signWebhook(body, secret, 1_800_000_000);
    await expect(
      verifySignature({ header, body, secrets: [secret], now: 1_800_000_000_000 }),
    ).resolves.toBeUndefined();
  });
});

describe('T2: a digest without a timestamp', () => {
  it('accepts a webhook that was recorded a day ago; ours refuses it', async () => {
    const body = new TextEncoder().encode('{}');
    const usual = (text: string, digest: string): boolean => hmac(text) === digest;
    expect(usual('{}', hmac('{}'))).toBe(true); // whenever it arrives
    const header = await signWebhook(body, secret, 1_800_000_000);
    const tomorrow = 1_800_000_000_000 + 86_400_000;
    await expect(verifySignature({ header, body, secrets: [secret], now: tomorrow })).rejects.toMatchObject({
      failure: { reason: 'timestamp_outside_tolerance' },
    });
  });
});

describe('T3: a retry loop that runs out on a rate limit', () => {
  it('resolves with undefined, as if it had succeeded; ours rejects', async () => {
    const usual = async (work: () => Promise<string>): Promise<string | undefined> => {
      for (let attempt = 0; attempt < 3; attempt += 1) {
        try {
          return await work();
        } catch {
          continue; // limited: go round again
        }
      }
      return undefined;
    };
    expect(await usual(() => Promise.reject(new Error('429')))).toBeUndefined();
    const { error, sent } = await call([{ status: 429 }], (toy) => toy.read('x'));
    expect(error?.code).toBe('rate_limited');
    expect(sent).toHaveLength(3);
  });
});

describe('T4: a retry of everything', () => {
  it('repeats a declined card; ours asks once', async () => {
    let asked = 0;
    const usual = async (work: () => Promise<never>): Promise<void> => {
      for (let attempt = 0; attempt < 3; attempt += 1) await work().catch(() => {});
    };
    await usual(() => Promise.reject(new Error(`declined ${(asked += 1)}`)));
    expect(asked).toBe(3);
    const { sent } = await call([vendorError('refused')], (toy) => toy.pay({ amount: 1 }, key));
    expect(sent).toHaveLength(1);
  });
});

describe('T5: a wrapper that keeps only the message', () => {
  it('loses status, request id and cause; ours keeps them, redacted', async () => {
    const usual = new Error(Object.assign(new Error('gone'), { status: 404, requestId: 'r1' }).message);
    expect(usual).not.toHaveProperty('requestId');
    const refusal = {
      status: 404,
      headers: { 'request-id': 'r1' },
      body: { error: { code: 'gone', message: 'gone' } },
    };
    const { error } = await call([refusal], (toy) => toy.read('x'));
    expect(error).toMatchObject({ code: 'not_found', requestId: 'r1', vendor: { code: 'gone' } });
    expect(unwrap(error)).toBeInstanceOf(Error);
  });
});

describe('T7: a handler that answers with the error’s message', () => {
  it('tells strangers about the inside; ours tells them a code', () => {
    const inside = new Error('connect ECONNREFUSED 10.0.0.7:5432');
    expect(JSON.stringify({ error: inside.message })).toContain('10.0.0.7');
    const ours = new IntegrationError({ code: 'internal', outcome: 'not_applied', message: inside.message });
    expect(JSON.stringify(toProblem(ours))).not.toContain('10.0.0.7');
  });
});

describe('T10: a health check that asks the vendor every time', () => {
  it('loads the vendor with probes; ours shares and keeps one answer', async () => {
    let probes = 0;
    const usual = async (): Promise<boolean> => (probes += 1) > 0;
    for (let visitor = 0; visitor < 50; visitor += 1) await usual();
    expect(probes).toBe(50);
    const { fetch, sent } = scripted({});
    const toy = makeToy(fetch, { clock: virtualClock() });
    await Promise.all(Array.from({ length: 50 }, () => toy.check()));
    for (let visitor = 0; visitor < 50; visitor += 1) toy.health();
    expect(sent).toHaveLength(1);
  });
});
