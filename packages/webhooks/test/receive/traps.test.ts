import { assert, asyncProperty, dictionary, jsonValue, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyOf, deliver, post, scene } from './support/scene.ts';

describe('a well-known mistake', () => {
  it('a signature over the parsed body: the bytes count, whatever JSON says the same', async () => {
    const { receiver } = scene().machine();
    await assert(
      asyncProperty(dictionary(string(), jsonValue()), async (more) => {
        const body = JSON.stringify({ ...more, ...JSON.parse(bodyOf({ id: 'evt_1' })) }, null, 2);
        const genuine = await receiver.handle(deliver(body));
        const again = JSON.stringify(JSON.parse(body));
        const headers = { 'stripe-signature': deliver(body).headers.get('stripe-signature') ?? '' };
        const rewritten = await receiver.handle(post(again, { headers }));
        expect([genuine.status, rewritten.status]).toEqual([200, 400]);
      }),
    );
  });

  it('a signature without time: an old delivery is not accepted, however genuine', async () => {
    const { machine, clock } = scene();
    const { receiver } = machine();
    const recorded = deliver(bodyOf({ id: 'evt_1' }));
    await clock.advance(301_000);
    expect((await receiver.handle(recorded)).status).toBe(400);
  });

  it('work within the request: the answer does not wait for the handler', async () => {
    const { machine, clock } = scene();
    let isDone = false;
    const { receiver } = machine({
      handle: async () => {
        await new Promise((resolve) => clock.after(60_000, () => resolve(undefined)));
        isDone = true;
      },
    });
    const worker = receiver.work();
    const before = clock.now();
    expect((await receiver.handle(deliver(bodyOf({ id: 'evt_1' })))).status).toBe(200);
    expect([clock.now() - before, isDone]).toEqual([0, false]);
    await clock.advance(61_000);
    expect(isDone).toBe(true);
    await worker.close();
  });

  it('an answer that tells the error: nobody outside reads what went wrong inside', async () => {
    const { receiver } = scene({ hasJobs: false }).machine({
      handle: () => {
        throw new Error('password hunter2 of db.internal');
      },
    });
    const response = await receiver.handle(deliver(bodyOf({ id: 'evt_1' })));
    const shown = `${await response.text()} ${JSON.stringify([...response.headers])}`;
    expect(shown).not.toMatch(/hunter2|db\.internal/);
  });
});
