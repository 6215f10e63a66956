import { generateKeyPairSync, sign } from 'node:crypto';
import type { EmailEvent } from '@patchbay/email';
import { sendgridEmail } from '@patchbay/email-sendgrid';
import { memoryJobs } from '@patchbay/jobs-memory';
import { memoryState } from '@patchbay/state-memory';
import { virtualClock } from '@patchbay/testing';
import { type ReceiverSource, webhookReceiver } from '@patchbay/webhooks';
import { describe, expect, it } from 'vitest';
import { breakable, post, start } from './support/scene.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const webhookPublicKey = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const seconds = String(start / 1000);

/** A body of many events, signed by Node as SendGrid does. */
function deliver(events: readonly object[]): Request {
  const body = JSON.stringify(events);
  const signature = sign('sha256', Buffer.from(seconds + body), { key: privateKey, dsaEncoding: 'der' });
  const headers = {
    'x-twilio-email-event-webhook-signature': signature.toString('base64'),
    'x-twilio-email-event-webhook-timestamp': seconds,
  };
  return post(body, { path: '/api/webhooks/mail', headers });
}

function told(id: number, mail: number): object {
  return {
    sg_event_id: `event-${id}`,
    event: 'delivered',
    email: 'ada@example.com',
    timestamp: start / 1000 + id,
    sg_message_id: `mail-${mail}.recvd-5f-1.0`,
  };
}

function scene({
  hasJobs = true,
  ...source
}: Partial<ReceiverSource<EmailEvent>> & { hasJobs?: boolean } = {}) {
  const clock = virtualClock({ start });
  const interceptor = breakable();
  const setup = { clock, interceptors: [interceptor] };
  const handled: string[] = [];
  const jobs = memoryJobs({}, setup);
  const receiver = webhookReceiver<{ mail: EmailEvent }>({
    sources: {
      mail: {
        from: sendgridEmail({ apiKey: 'SG.webhook.key', webhookPublicKey }, { clock }),
        handle: ({ id }) => void handled.push(id),
        ...source,
      },
    },
    state: memoryState({}, setup),
    ...(hasJobs && { jobs }),
    clock,
  });
  const work = async (): Promise<void> => {
    const worker = receiver.work({ concurrency: 8 });
    await clock.advance(100_000);
    await worker.close();
  };
  return { receiver, interceptor, handled, work, jobs };
}

const thousand = Array.from({ length: 1000 }, (_, id) => told(id, id % 7));

describe('a request with many events', () => {
  it('is accepted whole: each once, those of one mail in their order', async () => {
    const { receiver, handled, work } = scene();
    expect((await receiver.handle(deliver(thousand))).status).toBe(200);
    expect((await receiver.handle(deliver(thousand.slice(0, 10)))).status).toBe(200);
    await work();
    expect(handled).toHaveLength(1000);
    const ofMail = handled.map((id) => Number(id.slice(6))).filter((id) => id % 7 === 3);
    expect(ofMail).toEqual(ofMail.toSorted((one, other) => one - other));
  });

  it('may name an event twice', async () => {
    const { receiver, handled, work } = scene();
    await receiver.handle(deliver([told(1, 1), told(1, 1)]));
    await work();
    expect(handled).toEqual(['event-1']);
  });

  it('is not acknowledged unless all of it is kept; what was kept is a duplicate at the next delivery', async () => {
    const { receiver, interceptor, handled, work } = scene();
    let calls = 0;
    const around = interceptor.around.bind(interceptor);
    interceptor.around = (info, next) => {
      if (info.operation === 'jobs.enqueue') calls += 1;
      interceptor.broken = calls === 500 ? 'jobs.enqueue' : undefined;
      return around(info, next);
    };
    expect((await receiver.handle(deliver(thousand))).status).toBe(503);
    expect((await receiver.handle(deliver(thousand))).status).toBe(200);
    await work();
    expect(new Set(handled).size).toBe(1000);
    expect(handled).toHaveLength(1000);
  });

  it('without jobs is 500 if one cannot be handled, and the others are not handled again', async () => {
    let isMended = false;
    const seen: string[] = [];
    const { receiver } = scene({
      hasJobs: false,
      handle: ({ id }) => {
        if (id === 'event-1' && !isMended) throw new Error('broken');
        seen.push(id);
      },
    });
    const events = [told(0, 0), told(1, 1), told(2, 2)];
    expect((await receiver.handle(deliver(events))).status).toBe(500);
    isMended = true;
    expect((await receiver.handle(deliver(events))).status).toBe(200);
    expect(seen.toSorted()).toEqual(['event-0', 'event-1', 'event-2']);
  });

  it('with an event that is too large to keep is not acknowledged, and says nothing of it', async () => {
    const { receiver } = scene();
    const large = { ...told(1, 1), event: 'click', url: `https://shop.example/?${'x'.repeat(300_000)}` };
    const response = await receiver.handle(deliver([large]));
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain('xxx');
  });

  it('keeps an event whose key is longer than a store takes', async () => {
    const { receiver, handled, work } = scene();
    const long = { ...told(1, 1), sg_event_id: `${'k'.repeat(5000)}\u0000`, sg_message_id: 'm'.repeat(3000) };
    const other = { ...long, sg_event_id: `${'k'.repeat(5000)}\u0001` };
    expect((await receiver.handle(deliver([long, long, other]))).status).toBe(200);
    await work();
    expect(handled).toHaveLength(2);
    expect(await receiver.deliveries.get('mail', long.sg_event_id)).toMatchObject({ status: 'done' });
  });
});
