import { DriverFailure, IntegrationError } from '@patchbay/core';
import { memoryState } from '@patchbay/state-memory';
import { type WebhookVerifier, webhookReceiver } from '@patchbay/webhooks';
import { describe, expect, it } from 'vitest';
import { bodyOf, breakable, deliver, post, previousSecret, scene } from './support/scene.ts';

const body = bodyOf({ id: 'evt_1' });

describe('a request that is not for us', () => {
  it.each([
    ['/webhooks/unknown'],
    ['/webhooks/'],
    ['/'],
    ['/webhooks/constructor'],
    ['/webhooks/__proto__'],
    ['/webhooks/payments/more'],
  ])('is 404 at %s', async (path) => {
    const { receiver } = scene().machine();
    expect((await receiver.handle(deliver(body, { path }))).status).toBe(404);
  });

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('is 405 with %s', async (method) => {
    const { machine, whats } = scene();
    const request = new Request('https://shop.example/webhooks/payments', { method });
    const response = await machine().receiver.handle(request);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect(whats()).toEqual(['rejected']);
  });
});

describe('a genuine webhook', () => {
  it.each(['/webhooks/payments', '/api/webhooks/payments', '/payments', '/webhooks/payments/'])(
    'is acknowledged at %s, and handled by a worker later',
    async (path) => {
      const { machine, handled, drain, whats } = scene();
      const { receiver } = machine();
      const response = await receiver.handle(deliver(body, { path }));
      expect([response.status, await response.text(), handled]).toEqual([200, '', []]);
      await drain(receiver);
      expect([handled, whats()]).toEqual([['evt_1'], ['received', 'handled']]);
    },
  );

  it('is acknowledged with each secret while one is rotated', async () => {
    const { receiver } = scene().machine();
    const old = await receiver.handle(deliver(body, { secret: previousSecret }));
    expect(old.status).toBe(200);
  });

  it('is acknowledged in the words of the vendor', async () => {
    const { receiver } = scene().machine({ acknowledge: () => new Response('[accepted]') });
    expect(await (await receiver.handle(deliver(body))).text()).toBe('[accepted]');
  });

  it('of a type that nobody wants is acknowledged and forgotten', async () => {
    const { machine, whats, store } = scene();
    const { receiver, jobs } = machine({ events: ['payment.captured'] });
    expect((await receiver.handle(deliver(body))).status).toBe(200);
    expect(whats()).toEqual(['ignored']);
    expect(store.records.size).toBe(0);
    expect(await jobs.stats({ queue: 'webhooks.payments' })).toMatchObject({ ready: 0 });
  });

  it('reaches the source under the public address, with the path of the request', async () => {
    const urls: string[] = [];
    const from: WebhookVerifier = { webhooks: { receive: async ({ url }) => (urls.push(url), []) } };
    const receiver = webhookReceiver({
      sources: { square: { from, handle: () => undefined } },
      state: memoryState(),
      publicUrl: 'https://public.example/base/',
    });
    await receiver.handle(new Request('http://10.0.0.1:8080/webhooks/square?a=1', { method: 'POST' }));
    expect(urls).toEqual(['https://public.example/base/webhooks/square?a=1']);
  });
});

describe('a webhook that must not be trusted', () => {
  const refused = (request: Request) => scene().machine().receiver.handle(request);

  it.each([
    ['is forged', () => deliver(body, { secret: 'whsec_another_0000000000000000' }), 'signature_invalid'],
    [
      'is tampered with',
      () => post(body.replace('cus_1', 'cus_2'), { headers: signatureOf(body) }),
      'signature_invalid',
    ],
    ['is cut off', () => post(body.slice(0, -1), { headers: signatureOf(body) }), 'signature_invalid'],
    ['is not signed', () => post(body), 'signature_missing'],
    ['is stale', () => deliver(body, { signedAt: -301 }), 'timestamp_outside_tolerance'],
    ['is from the future', () => deliver(body, { signedAt: 301 }), 'timestamp_outside_tolerance'],
    ['is no JSON', () => deliver('{'), 'payload_malformed'],
  ])('is refused when it %s, and the answer does not say why', async (_name, make, reason) => {
    const { machine, outcomes, store } = scene();
    const response = await machine().receiver.handle(make());
    const problem: unknown = await response.json();
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect([response.status, problem]).toEqual([400, expect.objectContaining({ code: 'webhook_rejected' })]);
    expect(JSON.stringify(problem)).not.toMatch(/signature|timestamp|payload|secret/);
    expect(outcomes).toEqual([expect.objectContaining({ service: 'payments', what: 'rejected', reason })]);
    expect(store.records.size).toBe(0);
  });

  it('is answered in the same way whatever is wrong with it', async () => {
    const answers = [
      await refused(deliver(body, { signedAt: -301 })),
      await refused(deliver(body, { secret: 'whsec_another_0000000000000000' })),
      await refused(post(body)),
    ];
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(texts).size).toBe(1);
  });
});

function signatureOf(payload: string): Record<string, string> {
  return { 'stripe-signature': deliver(payload).headers.get('stripe-signature') ?? '' };
}

describe('a body', () => {
  it('that is announced as too large is not read', async () => {
    const { receiver } = scene().machine({ maxBytes: 100 });
    const request = new Request(deliver(body), { headers: { 'content-length': '101' } });
    expect((await receiver.handle(request)).status).toBe(413);
    expect(request.bodyUsed).toBe(false);
  });

  it('that turns out too large is refused, whatever it announced', async () => {
    const { machine, outcomes } = scene();
    const response = await machine({ maxBytes: body.length - 1 }).receiver.handle(deliver(body));
    expect([response.status, outcomes]).toEqual([413, [expect.objectContaining({ reason: 'too_large' })]]);
    const fitting = await machine({ maxBytes: body.length }).receiver.handle(deliver(body));
    expect(fitting.status).toBe(200);
  });

  it('of more than the source takes is refused as too large', async () => {
    const { machine, payments } = scene();
    const { webhooks } = payments; // of a source that says nothing of its limit
    const { receiver } = machine({ from: { webhooks }, maxBytes: 4_000_000 });
    const response = await receiver.handle(deliver(`${body}${' '.repeat(1_100_000)}`));
    expect(response.status).toBe(413);
  });

  it('that a framework has read is our fault: the answer names the fix, and the vendor delivers again', async () => {
    const { receiver } = scene().machine();
    const request = deliver(body);
    await request.text();
    const response = await receiver.handle(request);
    expect([response.status, await response.text()]).toEqual([500, expect.stringContaining('express.raw')]);
  });

  it('that breaks off is asked for again', async () => {
    const { receiver } = scene().machine();
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) });
    const sending = { method: 'POST', body: broken, duplex: 'half' };
    const request = new Request('https://shop.example/webhooks/payments', sending as RequestInit);
    expect((await receiver.handle(request)).status).toBe(503);
  });
});

describe('an address', () => {
  const allowFrom = ['203.0.113.0/24'];

  it.each([
    ['203.0.113.7', 200],
    ['::ffff:203.0.113.7', 200],
    ['203.0.114.7', 403],
    [undefined, 403],
    ['nonsense', 403],
  ])('%s is answered with %i', async (address, status) => {
    const { machine, handled } = scene();
    const response = await machine({ allowFrom }).receiver.handle(deliver(body), { address });
    expect([response.status, handled]).toEqual([status, []]);
  });

  it('is looked at before the body is read', async () => {
    const { receiver } = scene().machine({ allowFrom });
    const request = deliver(body);
    await receiver.handle(request, { address: '198.51.100.1' });
    expect(request.bodyUsed).toBe(false);
  });
});

describe('a handshake', () => {
  const handshake = async (request: Request): Promise<Response | undefined> => {
    const challenge = new URL(request.url).searchParams.get('challenge');
    if (challenge !== null) return new Response(challenge);
    if (request.method !== 'POST' || request.headers.get('x-hello') === null) return undefined;
    return new Response(await request.text());
  };

  it('answers GET', async () => {
    const { receiver } = scene().machine({ handshake });
    const response = await receiver.handle(new Request('https://shop.example/webhooks/payments?challenge=7'));
    expect([response.status, await response.text()]).toEqual([200, '7']);
  });

  it('may leave a GET unanswered', async () => {
    const { receiver } = scene().machine({ handshake });
    const response = await receiver.handle(new Request('https://shop.example/webhooks/payments'));
    expect(response.status).toBe(400);
  });

  it('may read the body of a POST, and leaves ordinary webhooks as they are', async () => {
    const { machine, whats } = scene();
    const { receiver } = machine({ handshake });
    const hello = await receiver.handle(post('who are you?', { headers: { 'x-hello': '1' } }));
    expect(await hello.text()).toBe('who are you?');
    expect((await receiver.handle(deliver(body))).status).toBe(200);
    expect(whats()).toEqual(['received']);
  });
});

describe('a fault of ours', () => {
  it.each(['state.putIfAbsent', 'jobs.enqueue'])(
    'in %s is 503 with Retry-After, and the next delivery is accepted',
    async (operation) => {
      const { machine, handled, drain, clock } = scene();
      const interceptor = breakable();
      const { receiver } = machine({ interceptor });
      interceptor.broken = operation;
      const failed = await receiver.handle(deliver(body));
      expect([failed.status, failed.headers.get('retry-after')]).toEqual([503, '30']);
      expect(await failed.text()).not.toContain('away');
      interceptor.broken = undefined;
      await clock.advance(1000);
      expect((await receiver.handle(deliver(body))).status).toBe(200);
      await drain(receiver);
      expect(handled).toEqual(['evt_1']);
    },
  );

  it('that the source meets while it verifies is no rejection', async () => {
    const outage = new IntegrationError({ code: 'network', message: 'no keys', outcome: 'not_applied' });
    for (const error of [outage, new Error('a bug'), new DriverFailure({ code: 'timeout' })]) {
      const from: WebhookVerifier = { webhooks: { receive: () => Promise.reject(error) } };
      const receiver = webhookReceiver({ sources: { it: { from, handle: () => {} } }, state: memoryState() });
      expect((await receiver.handle(post('{}', { path: '/it' }))).status).toBe(503);
    }
  });

  it('in the hook that only watches changes nothing', async () => {
    const onDelivery = () => {
      throw new Error('no metrics today');
    };
    const { receiver } = scene().machine({ receiver: { onDelivery } });
    expect((await receiver.handle(deliver(body))).status).toBe(200);
  });
});
