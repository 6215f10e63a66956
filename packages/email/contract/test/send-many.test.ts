import { type CallOptions, IntegrationError } from '@patchbay/core';
import type { EmailApi, Message, Receipt, SendResult } from '@patchbay/email';
import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { sendMany } from '../src/send-many.ts';

const message = (index: number): Message => ({
  from: 'a@b.example',
  to: 'c@d.example',
  subject: String(index),
  text: 'x',
});
const messages = (count: number) => Array.from({ length: count }, (_, index) => message(index));
const receipt = (id: string): Receipt => ({
  id,
  provider: 'none',
  status: 'accepted',
  recipients: [],
  raw: {},
});

/** A provider that needs some time for each mail, on a clock of its own. */
function provider(takesMs: (index: number) => number) {
  const clock = virtualClock();
  const seen = { inFlight: 0, most: 0, sent: 0, keys: [] as (string | undefined)[] };
  const send: EmailApi['send'] = async ({ subject = '' }, options: CallOptions = {}) => {
    seen.keys.push(options.idempotencyKey);
    seen.sent += 1;
    seen.most = Math.max(seen.most, (seen.inFlight += 1));
    await new Promise<void>((resolve) => clock.after(takesMs(Number(subject)), resolve));
    seen.inFlight -= 1;
    if (options.signal?.aborted)
      throw new IntegrationError({ code: 'aborted', outcome: 'unknown', message: 'Given up.' });
    return receipt(subject);
  };
  return { clock, seen, send };
}

async function collect(results: AsyncIterable<SendResult>, each: (result: SendResult) => void = () => {}) {
  const all: SendResult[] = [];
  for await (const result of results) {
    each(result);
    all.push(result);
  }
  return all;
}

describe('many mails', () => {
  it('are sent as many at a time as allowed, and told in the order in which they end', async () => {
    const { clock, seen, send } = provider((index) => [300, 100, 200][index % 3] ?? 0);
    const { value } = await settled(clock, collect(sendMany(send, messages(7), { concurrency: 3 })));
    expect(seen.most).toBe(3);
    expect(value.map(({ index }) => index).slice(0, 2)).toEqual([1, 2]);
    expect(value.map(({ index }) => index).toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('take as long as the slowest lane, not as the sum', async () => {
    const { clock, send } = provider(() => 100);
    const { elapsedMs } = await settled(clock, collect(sendMany(send, messages(80))));
    expect(elapsedMs).toBe(1000); // eight at a time
  });

  it.each([0, -3, Number.NaN, 0.5])('with a concurrency of %d go one by one', async (concurrency) => {
    const { clock, seen, send } = provider(() => 10);
    await settled(clock, collect(sendMany(send, messages(4), { concurrency })));
    expect([seen.most, seen.sent]).toEqual([1, 4]);
  });

  it('are told while a slow source still thinks about the next', async () => {
    const { clock, send } = provider(() => 50);
    const source = async function* slow(): AsyncGenerator<Message> {
      yield message(0);
      await new Promise<void>((resolve) => clock.after(60_000, resolve));
      yield message(1);
    };
    const at: number[] = [];
    const startedAt = clock.now();
    await settled(
      clock,
      collect(sendMany(send, source()), () => at.push(clock.now() - startedAt)),
    );
    expect(at).toEqual([50, 60_050]);
  });

  it('have a key each, made of the key of the run', async () => {
    const { clock, seen, send } = provider(() => 1);
    await settled(clock, collect(sendMany(send, messages(2), { idempotencyKey: 'news:may' })));
    await settled(clock, collect(sendMany(send, messages(1))));
    expect(seen.keys).toEqual(['news:may:0', 'news:may:1', undefined]);
  });

  it('stop when the caller gives up, even while the source hangs', async () => {
    const { clock, seen, send } = provider(() => 10);
    const controller = new AbortController();
    const source = async function* hanging(): AsyncGenerator<Message> {
      yield message(0);
      await new Promise<never>(() => {});
    };
    clock.after(500, () => controller.abort());
    const { value, elapsedMs } = await settled(
      clock,
      collect(sendMany(send, source(), { signal: controller.signal })),
    );
    expect([value.length, seen.sent, elapsedMs]).toEqual([1, 1, 500]);
  });

  it('of a caller who gave up before are not sent at all', async () => {
    const { clock, seen, send } = provider(() => 10);
    const { value } = await settled(
      clock,
      collect(sendMany(send, messages(3), { signal: AbortSignal.abort() })),
    );
    expect([value, seen.sent]).toEqual([[], 0]);
  });

  it('close their source when nobody reads on', async () => {
    const { clock, seen, send } = provider(() => 10);
    let closed = false;
    const source = function* closing(): Generator<Message> {
      try {
        yield* messages(100);
      } finally {
        closed = true;
      }
    };
    const reading = (async () => {
      for await (const result of sendMany(send, source(), { concurrency: 2 })) if (result.ok) break;
    })();
    await settled(clock, reading);
    expect([closed, seen.sent <= 3]).toEqual([true, true]);
  });

  it('that were on their way when the source broke are told before what it threw', async () => {
    const { clock, send } = provider(() => 100);
    const source = function* broken(): Generator<Message> {
      yield* messages(2);
      throw new RangeError('no more paper');
    };
    const told: number[] = [];
    const reading = collect(sendMany(send, source()), ({ index }) => told.push(index));
    const ended = await clock.settle(reading);
    expect(ended).toMatchObject({ status: 'rejected', reason: { message: 'no more paper' } });
    expect(told).toEqual([0, 1]);
  });
});

async function settled<T>(clock: ReturnType<typeof virtualClock>, promise: Promise<T>) {
  const ended = await clock.settle(promise);
  if (ended.status === 'rejected') throw ended.reason;
  return ended;
}
