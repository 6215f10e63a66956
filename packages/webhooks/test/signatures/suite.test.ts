import type { RawWebhook } from '@patchbay/core/webhook';
import { describe, expect, it } from 'vitest';
import { basicKit } from './support/basic-kit.ts';
import { type Kit, now, withHeader } from './support/kit.ts';
import { ecdsaKits, ed25519Kit, hmacKit, timedHmacKit } from './support/kits.ts';
import { asymmetricKit, sendgridKit, standardKit, stripeKit } from './support/vendor-kits.ts';

const kits = [
  stripeKit,
  sendgridKit,
  hmacKit,
  timedHmacKit,
  ...ecdsaKits,
  ed25519Kit,
  standardKit,
  asymmetricKit,
  basicKit,
];

/** A copy in which one bit of one byte is another. */
function flip(body: Uint8Array, at: number): Uint8Array {
  return body.map((byte, index) => (index === at ? byte ^ 1 : byte));
}

/** The last whole character of the signature becomes another one of the same alphabet. */
function flipCharacter(text: string): string {
  return text.replace(/([A-Za-z0-9+/])([A-Za-z0-9+/]{3}={0,2})$/, (_all, first: string, rest: string) => {
    return (first === '1' ? '2' : '1') + rest;
  });
}

type Forgery = readonly [name: string, forged: (valid: RawWebhook) => RawWebhook, reason: string];

function forgeries(kit: Kit): readonly Forgery[] {
  const { sign, body, header, moveTime } = kit;
  const invalid = 'signature_invalid';
  const stale = 'timestamp_outside_tolerance';
  return [
    ['a bit of its signature is another', (valid) => withHeader(valid, header, flipCharacter), invalid],
    ['somebody else signed it', () => sign(body, { key: 'stranger' }), invalid],
    ['it is signed with an empty secret', () => sign(body, { key: 'empty' }), invalid],
    ['its header is missing', (valid) => withHeader(valid, header, () => undefined), 'signature_missing'],
    ['its header is empty', (valid) => withHeader(valid, header, () => ''), 'signature_missing'],
    ['a stranger’s header stands before its own', (valid) => twice(kit, valid), invalid],
    ...(kit.ignoresBody ? [] : ofBody(kit)),
    ...(moveTime === undefined
      ? []
      : ([
          ['it is old', () => sign(body, { at: now - 301 }), stale],
          ['it is from the future', () => sign(body, { at: now + 301 }), stale],
          [
            'it is old, and its timestamp was moved',
            () => moveTime(sign(body, { at: now - 301 }), now),
            invalid,
          ],
          ['its timestamp was moved a little', (valid) => moveTime(valid, now - 1), invalid],
        ] satisfies Forgery[])),
    ...Object.entries(kit.forgeries).map(([name, [forged, reason]]): Forgery => [name, forged, reason]),
  ];
}

function ofBody({ body, sign }: Kit): readonly Forgery[] {
  const places = { first: 0, middle: Math.floor(body.length / 2), last: body.length - 1 };
  const bits = Object.entries(places).map(([name, at]): Forgery => {
    return [
      `a bit of its ${name} byte is another`,
      (valid) => ({ ...valid, body: flip(body, at) }),
      'signature_invalid',
    ];
  });
  return [
    ...bits,
    ['its body is cut short', (valid) => ({ ...valid, body: body.slice(0, -1) }), 'signature_invalid'],
    ['its body is empty', (valid) => ({ ...valid, body: new Uint8Array() }), 'signature_invalid'],
    [
      'its body has a line break more',
      (valid) => ({ ...valid, body: new Uint8Array([...body, 10]) }),
      'signature_invalid',
    ],
    [
      'it was parsed and written again',
      (valid) => ({ ...valid, body: rewritten(body) }),
      'signature_invalid',
    ],
    ['it is not what was signed', () => ({ ...sign(new Uint8Array([1])), body }), 'signature_invalid'],
  ];
}

/** With spaces, as another JSON writer would have them. */
function rewritten(body: Uint8Array): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(JSON.parse(new TextDecoder().decode(body)), null, 1));
}

function twice({ sign, body, header }: Kit, valid: RawWebhook): RawWebhook {
  const headers = new Headers(valid.headers);
  headers.delete(header);
  headers.append(header, sign(body, { key: 'stranger', at: now + 1 }).headers.get(header) ?? '');
  headers.append(header, valid.headers.get(header) ?? '');
  return { ...valid, headers };
}

describe.each(kits.map((kit) => [kit.name, kit] as const))('a webhook signed by %s', (_name, kit) => {
  it('is accepted from the raw parts and as a Request, and tells its event', async () => {
    const valid = kit.sign(kit.body);
    expect(await kit.receive(valid)).toHaveLength(1);
    const { url, headers, body } = kit.sign(kit.body);
    const request = new Request(url, { method: 'POST', headers, body: new Uint8Array(body) });
    const [event] = await kit.receive(request);
    expect(event).toMatchObject({ dedupeKey: expect.any(String), occurredAt: expect.any(Date) });
  });

  it.each(forgeries(kit))(
    'is refused when %s, beside the same one that is valid',
    async (_case, forged, reason) => {
      const valid = kit.sign(kit.body);
      await expect(kit.receive(forged(valid))).rejects.toMatchObject({ code: 'webhook_rejected', reason });
      await expect(kit.receive(valid)).resolves.toHaveLength(1);
    },
  );

  it('is accepted at both edges of the tolerance, where a time is signed', async () => {
    for (const at of kit.moveTime === undefined ? [now] : [now - 300, now + 300])
      await expect(kit.receive(kit.sign(kit.body, { at }))).resolves.toHaveLength(1);
  });

  it('is refused when a framework has parsed it, and when it is too large', async () => {
    const parsed = { ...kit.sign(kit.body), body: JSON.parse(new TextDecoder().decode(kit.body)) };
    await expect(kit.receive(parsed)).rejects.toMatchObject({
      code: 'webhook_rejected',
      reason: 'body_parsed',
    });
    const large = kit.sign(new Uint8Array(1024 * 1024 + 1).fill(32));
    await expect(kit.receive(large)).rejects.toMatchObject({ code: 'webhook_rejected', reason: 'too_large' });
  });

  it('is refused when it is signed and yet no payload', async () => {
    const refused = { code: 'webhook_rejected', reason: 'payload_malformed' };
    await expect(kit.receive(kit.sign(new TextEncoder().encode('{"id":')))).rejects.toMatchObject(refused);
    await expect(kit.receive(kit.sign(new TextEncoder().encode('null')))).rejects.toMatchObject(refused);
  });

  it('has no source with a blank secret', () => {
    expect(kit.blank).toThrow(expect.objectContaining({ code: 'config_invalid' }));
  });
});

describe('a password', () => {
  it('says nothing of the body: whoever knows it can send any', async () => {
    const valid = basicKit.sign(basicKit.body);
    const changed = new TextEncoder().encode(new TextDecoder().decode(valid.body).replace('1.0', '9.0'));
    await expect(basicKit.receive({ ...valid, body: changed })).resolves.toHaveLength(1);
  });
});
