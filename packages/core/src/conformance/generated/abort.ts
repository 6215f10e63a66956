import { assert, assertEqual } from '../assert.ts';
import { assertError, type ExpectedError } from '../error-form.ts';
import { type Plan, type Planned, plant } from '../plan.ts';
import type { Scene } from '../scene.ts';
import type { CaseRow } from '../suite.ts';
import type { RowGroup } from '../to-cases.ts';
import type { WireFault } from '../wire.ts';

/** The caller gives up. */
export function abortRows<S extends Scene>(plan: Plan<S>): readonly RowGroup<S>[] {
  const { write, list } = plan.source.examples;
  return [
    { group: 'resilience', operation: write, rows: writeRows(plan, plan.of(write)) },
    ...(list === undefined
      ? []
      : [{ group: 'resilience', operation: list, rows: listRows(plan, plan.of(list)) }]),
  ];
}

function writeRows<S extends Scene>(plan: Plan<S>, planned: Planned<S>): RowGroup<S>['rows'] {
  const unknown = { code: 'aborted', outcome: 'unknown' } as const;
  const retryAfter = { form: 'seconds', ms: 9000 } as const;
  return {
    aborted_before_it_begins: beforeItBegins(plan, planned),
    aborted_before_the_answer: during(plan, planned, { kind: 'hang' }, 1500, unknown),
    aborted_after_the_effect: during(plan, planned, { kind: 'hang_after_commit' }, 1200, unknown),
    aborted_within_the_body: during(plan, planned, { kind: 'slow_body' }, 700, {
      code: 'aborted',
      outcome: 'applied',
    }),
    aborted_while_waiting: during(
      plan,
      planned,
      { kind: 'vendor', error: 'rate_limited', retryAfter },
      4000,
      { code: 'aborted', outcome: 'not_applied' },
    ),
    aborted_after_the_end: afterTheEnd(plan, planned),
    aborted_calls_leave_others_alone: besideAnother(plan, planned),
  };
}

function beforeItBegins<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  return {
    title: 'A signal that is aborted already lets nothing out.',
    needs: planned.needs,
    async run(scene) {
      const call = await plan.prepared(scene, planned);
      const effects = await plan.countEffects(scene);
      const requests = scene.recordRequests();
      const error = await scene.failure(call({ ...scene.once(), signal: AbortSignal.abort() }));
      assertError(error, { code: 'aborted', outcome: 'not_applied' });
      assertEqual(requests().length, 0, 'requests');
      await effects.assertNone();
    },
  };
}

function during<S extends Scene>(
  plan: Plan<S>,
  planned: Planned<S>,
  fault: WireFault,
  afterMs: number,
  expected: ExpectedError,
): CaseRow<S> {
  return {
    title: `An abort at ${afterMs} ms, with ${fault.kind}, ends the call at once; nothing more goes out and nothing stays open.`,
    parameters: { fault, afterMs, expected },
    needs: { ...planned.needs, wire: true },
    async run(scene) {
      const call = await plan.prepared(scene, planned);
      const requests = scene.recordRequests();
      const controller = new AbortController();
      plant(scene, planned, fault, 1);
      const ended = scene.timedFailure(call({ ...scene.once(), signal: controller.signal }));
      scene.clock.after(afterMs, () => controller.abort());
      const { error, elapsedMs } = await ended;
      assertError(error, expected);
      const lateMs = elapsedMs - afterMs;
      assert(lateMs >= 0 && lateMs < 20, `it ends within 20 ms of the abort, found ${lateMs} ms`);
      await scene.clock.advance(60_000);
      assertEqual(requests().length, 1, 'requests, a minute later');
      assertEqual(scene.wire.held?.() ?? 0, 0, 'requests that are still open');
    },
  };
}

function afterTheEnd<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  return {
    title: 'An abort after the answer changes nothing.',
    needs: planned.needs,
    async run(scene) {
      const controller = new AbortController();
      const call = await plan.prepared(scene, planned);
      const effects = await plan.countEffects(scene);
      await scene.value(call({ ...scene.once(), signal: controller.signal }));
      controller.abort();
      await effects.assertOne();
    },
  };
}

function besideAnother<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  return {
    title: 'Aborting one call does not touch another that runs at the same time.',
    needs: { ...planned.needs, wire: true },
    async run(scene) {
      const controller = new AbortController();
      const call = await plan.prepared(scene, planned);
      plant(scene, planned, { kind: 'hang' }, 1);
      const stopped = scene.failure(call({ ...scene.once(), signal: controller.signal }));
      scene.clock.after(500, () => controller.abort());
      assertError(await stopped, { code: 'aborted', outcome: 'unknown' });
      await scene.value(call());
    },
  };
}

/** Reads are given up as readily. */
function listRows<S extends Scene>(plan: Plan<S>, planned: Planned<S>): RowGroup<S>['rows'] {
  return {
    aborted_between_pages: {
      title: 'An abort between two pages of a list ends the iteration with `aborted`.',
      needs: { ...planned.needs, wire: true },
      async run(scene) {
        let input: unknown;
        for (let count = 0; count < 3; count += 1) input = await planned.recipe.prepare(scene);
        const controller = new AbortController();
        const requests = scene.recordRequests();
        const options = { limit: 1, signal: controller.signal };
        const reading = (async (): Promise<void> => {
          for await (const item of plan.items(scene, planned, input, options))
            if (item !== undefined) controller.abort();
        })();
        assertError(await scene.failure(reading), { code: 'aborted', outcome: 'not_applied' });
        assertEqual(requests().length, 1, 'requests');
      },
    },
  };
}
