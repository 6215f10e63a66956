import { IntegrationError, type Interceptor } from '@patchbay/core';
import type { PaymentEvent } from '@patchbay/payments';
import {
  array,
  assert,
  asyncProperty,
  constantFrom,
  integer,
  record,
  type Scheduler,
  scheduler,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyOf, deliver, scene } from './support/scene.ts';

type Crash = 'none' | 'before' | 'after';

const script = array(
  record({
    event: integer({ min: 0, max: 7 }),
    machine: integer({ min: 0, max: 2 }),
    crash: constantFrom<Crash[]>('none', 'none', 'none', 'before', 'after'),
  }),
  { minLength: 1, maxLength: 24 },
);

const objects = 3;

/** Calls of the stores go on in any order; a machine that crashes does so before or after it has written the job. */
function chaos(turns: Scheduler, crash: Crash): Interceptor {
  return {
    async around({ operation }, next) {
      await turns.schedule(Promise.resolve(), operation);
      const isLast = operation === 'jobs.enqueue' && crash !== 'none';
      if (isLast && crash === 'before') throw crashed();
      const result = await next();
      if (isLast) throw crashed();
      return result;
    },
  };
}

function crashed(): IntegrationError {
  return new IntegrationError({ code: 'network', message: 'It crashed.', outcome: 'not_applied' });
}

/** Notes what is handled, and whether two of an object are handled at the same time. */
function recorder() {
  const handled: { readonly id: string; readonly object: string }[] = [];
  const busy = new Set<string>();
  let overlaps = 0;
  const handle = async ({ id, objectId: object = '' }: PaymentEvent): Promise<void> => {
    if (busy.has(object)) overlaps += 1;
    busy.add(object);
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    busy.delete(object);
    handled.push({ id, object });
  };
  return { handle, handled, overlaps: () => overlaps };
}

describe('whatever is delivered how often, to whichever machine, in whatever interleaving', () => {
  it('each event is handled exactly once, those of an object one by one, as they were accepted', async () => {
    await assert(
      asyncProperty(script, scheduler(), async (steps, turns) => {
        const world = scene();
        const { handle, handled, overlaps } = recorder();
        const send = (event: number, crash: Crash) =>
          world
            .machine({ handle, interceptor: chaos(turns, crash) })
            .receiver.handle(deliver(bodyOf({ id: `evt_${event}`, about: `cus_${event % objects}` })));
        const deliverAll = steps.map(async ({ event, crash }) => {
          const answer = await send(event, crash);
          // The vendor delivers again what was not acknowledged.
          const last = answer.status === 200 ? answer : await send(event, 'none');
          expect(last.status).toBe(200);
        });
        await turns.waitFor(Promise.all(deliverAll));
        const accepted = [...world.jobsStore.queue('webhooks.payments').open.values()].map(
          ({ payload }) => payload,
        );
        const other = world.machine({ handle }).receiver.work({ concurrency: 4 });
        await world.drain(world.machine({ handle }).receiver, { concurrency: 4 });
        await other.close();
        expect(handled).toHaveLength(new Set(steps.map(({ event }) => event)).size);
        expect(overlaps()).toBe(0);
        for (const object of new Set(handled.map((one) => one.object)))
          expect(handled.filter((one) => one.object === object).map(({ id }) => id)).toEqual(
            accepted.map((payload) => JSON.stringify(payload)).flatMap((text) => idOf(text, object)),
          );
      }),
    );
  });
});

/** The id of a job's event, if it is about this object. */
function idOf(payload: string, object: string): readonly string[] {
  const id = /evt_\d/.exec(payload)?.[0];
  return id !== undefined && payload.includes(`${object}\\`) ? [id] : [];
}
