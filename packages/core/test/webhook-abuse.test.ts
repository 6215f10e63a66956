import { readWebhook, signWebhook, verifySignature } from '@patchbay/core/webhook';
import { assert, asyncProperty, string } from 'fast-check';
import { describe, expect, it, vi } from 'vitest';

const now = 1_800_000_000_000;
const seconds = now / 1000;
const body = new TextEncoder().encode('{"a":1}');
const reasonOf = (check: Promise<unknown>): Promise<string> =>
  check.then(
    () => 'accepted',
    (error: unknown) => (error as { failure?: { reason: string } }).failure?.reason ?? `raw ${String(error)}`,
  );
const verify = (
  header: string,
  change: Partial<Parameters<typeof verifySignature>[0]> = {},
): Promise<string> =>
  reasonOf(verifySignature({ header, body, secrets: ['whsec_ünïcode_🔑'], now, ...change }));

/** The bytes, and `look` for each of them that is read. */
function watched(bytes: Uint8Array<ArrayBuffer>, look: () => void): Uint8Array<ArrayBuffer> {
  return new Proxy(bytes, {
    get(target, name) {
      if (typeof name === 'string' && /^\d+$/.test(name)) look();
      return Reflect.get(target, name, target) as unknown;
    },
  });
}

describe('a signature header', () => {
  it('may hold several digests, in any order, and parts that we do not know', async () => {
    const [timestamp = '', digest = ''] = (await signWebhook(body, 'whsec_ünïcode_🔑', seconds)).split(',');
    const other = `v1=${'0'.repeat(64)}`;
    for (const header of [
      `${other},${digest},${timestamp}`,
      ` ${timestamp} , ${other} , ${digest} ,v0=${'1'.repeat(64)},x`,
      `${timestamp},${digest},${other}`,
    ]) {
      expect(await verify(header)).toBe('accepted');
    }
  });

  it('is refused with any other timestamp, or digest, than the signed ones', async () => {
    const header = await signWebhook(body, 'whsec_ünïcode_🔑', seconds);
    const [timestamp = '', digest = ''] = header.split(',');
    for (const forged of [
      `t=${seconds + 1},${digest}`,
      `t=${seconds + 1},${timestamp},${digest}`,
      `t=+${seconds},${digest}`,
      `t=0x${seconds.toString(16)},${digest}`,
      `t=${seconds}.0,${digest}`,
      `t=,${digest}`,
      `${timestamp},${digest.replace('v1', 'v0')}`,
      `${timestamp},${digest.slice(0, -1)}`,
      `${timestamp},${digest}0`,
      `${timestamp},v1=`,
    ]) {
      expect(await verify(forged)).toBe('signature_invalid');
    }
  });

  it('of any text is refused as a DriverFailure (property)', async () => {
    await assert(
      asyncProperty(string({ unit: 'binary', maxLength: 300 }), async (header) => {
        expect(['signature_missing', 'signature_invalid']).toContain(await verify(header));
      }),
    );
  });

  it('is refused wherever in the digest the difference is, and tells no time of how much was right', async () => {
    const header = await signWebhook(body, 'whsec_ünïcode_🔑', seconds);
    const start = header.indexOf('v1=') + 3;
    const looks: number[] = [];
    const look = (): void => void looks.push((looks.pop() ?? 0) + 1);
    const toBytes = (
      elements: Iterable<unknown>,
      toByte: (element: unknown, index: number) => number = Number,
    ) => watched(new Uint8Array(Array.from(elements, toByte)), look);
    const from = vi.spyOn(Uint8Array, 'from').mockImplementation(toBytes);
    try {
      for (let digit = start; digit < header.length; digit += 1) {
        looks.push(0);
        const other = header[digit] === '0' ? '1' : '0';
        const forged = header.slice(0, digit) + other + header.slice(digit + 1);
        expect(await verify(forged)).toBe('signature_invalid');
      }
    } finally {
      from.mockRestore();
    }
    expect(new Set(looks)).toEqual(new Set([32]));
  });

  it('with thousands of digests over a large body costs one digest per secret', async () => {
    const large = new Uint8Array(1024 * 1024);
    const header = `t=${seconds}${`,v1=${'0'.repeat(64)}`.repeat(20_000)}`;
    const digests = [vi.spyOn(crypto.subtle, 'sign'), vi.spyOn(crypto.subtle, 'verify')];
    try {
      const secrets = ['whsec_a', 'whsec_b'];
      expect(await verify(header, { body: large, secrets })).toBe('signature_invalid');
      const made = digests.reduce((sum, { mock }) => sum + mock.calls.length, 0);
      expect(made).toBe(secrets.length);
    } finally {
      for (const digest of digests) digest.mockRestore();
    }
  });
});

describe('what cannot verify anything verifies nothing', () => {
  it.each([
    ['no secret', { secrets: [] }, 'signature_invalid'],
    ['a blank secret', { secrets: [''] }, 'signature_invalid'],
    ['a clock that tells no time', { now: Number.NaN }, 'timestamp_outside_tolerance'],
    ['a tolerance that is no number', { toleranceMs: Number.NaN }, 'timestamp_outside_tolerance'],
  ])('%s', async (_what, change, reason) => {
    const header = await signWebhook(body, 'whsec_ünïcode_🔑', seconds);
    expect(await verify(header, change)).toBe(reason);
  });
});

describe('reading the body', () => {
  const request = (stream: ReadableStream<Uint8Array>): Request =>
    new Request('http://127.0.0.1/', { method: 'POST', body: stream, duplex: 'half' });

  it('keeps the bytes of a body that comes in pieces', async () => {
    const pieces = [1, 2, 3].map((byte) => new Uint8Array(byte).fill(byte));
    const { body: read } = await readWebhook(
      request(ReadableStream.from(pieces) as ReadableStream<Uint8Array>),
    );
    expect([...read]).toEqual([1, 2, 2, 3, 3, 3]);
  });

  it('stops at the limit, however much is still to come', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(100_000));
      },
    });
    expect(await reasonOf(readWebhook(request(endless)))).toBe('too_large');
    expect(sent).toBeLessThan(30);
  });

  it('takes a request without a body, and refuses one that somebody else reads', async () => {
    const { body: empty } = await readWebhook(new Request('http://127.0.0.1/'));
    expect(empty).toHaveLength(0);
    const taken = new Request('http://127.0.0.1/', { method: 'POST', body: '{}' });
    taken.body?.getReader();
    expect(await reasonOf(readWebhook(taken))).toBe('body_parsed');
  });
});
