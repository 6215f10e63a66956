import { assert, assertEqual } from '../assert.ts';
import { assertError } from '../error-form.ts';
import { type Plan, type Planned, plant } from '../plan.ts';
import type { Scene } from '../scene.ts';
import type { CaseRow } from '../suite.ts';
import type { RowGroup } from '../to-cases.ts';
import type { RetryAfterForm } from '../wire.ts';

/** Waiting: as long as the vendor asks, never beyond the deadline. */
export function retryAfterRows<S extends Scene>(plan: Plan<S>): readonly RowGroup<S>[] {
  const planned = plan.of(plan.source.examples.write);
  return [
    {
      group: 'resilience',
      operation: planned.operation,
      rows: {
        retry_after_in_seconds: waits(plan, planned, { form: 'seconds', ms: 7000 }),
        retry_after_as_a_date: waits(plan, planned, { form: 'date', ms: 9000 }),
        retry_after_in_milliseconds: waits(plan, planned, { form: 'milliseconds', ms: 6789 }),
        retry_after_not_given: notGiven(plan, planned),
        retry_after_beyond_the_deadline: beyondTheDeadline(plan, planned),
      },
    },
  ];
}

function waits<S extends Scene>(
  plan: Plan<S>,
  planned: Planned<S>,
  retryAfter: RetryAfterForm & { readonly ms: number },
): CaseRow<S> {
  return {
    title: `Retry-After, given as ${retryAfter.form}, is waited for exactly.`,
    parameters: retryAfter,
    needs: { ...planned.needs, wire: true },
    async run(scene) {
      const call = await plan.prepared(scene, planned);
      const requests = scene.recordRequests();
      const startedAt = scene.clock.now();
      const wholeSeconds = Math.ceil((startedAt + retryAfter.ms) / 1000) * 1000 - startedAt;
      plant(scene, planned, { kind: 'vendor', error: 'rate_limited', retryAfter }, 1);
      const settled = await scene.subject.settle(call());
      assertEqual(settled.status, 'fulfilled', 'how the call ends');
      const expectedMs = retryAfter.form === 'date' ? wholeSeconds : retryAfter.ms;
      assertEqual(settled.elapsedMs, expectedMs, 'milliseconds waited');
      assertEqual(requests().length, 2, 'requests');
    },
  };
}

function notGiven<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  return {
    title: 'Without a word from the vendor the wait is the policy’s own, below a second at first.',
    needs: { ...planned.needs, wire: true },
    async run(scene) {
      const call = await plan.prepared(scene, planned);
      plant(scene, planned, { kind: 'vendor', error: 'rate_limited', retryAfter: { form: 'none' } }, 1);
      const settled = await scene.subject.settle(call());
      assertEqual(settled.status, 'fulfilled', 'how the call ends');
      assert(settled.elapsedMs <= 1000, `a wait of at most 1000 ms, found ${settled.elapsedMs}`);
    },
  };
}

function beyondTheDeadline<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  return {
    title:
      'A wait that does not fit the deadline is not begun: the call fails at once and says how long to wait.',
    needs: { ...planned.needs, wire: true },
    async run(scene) {
      const call = await plan.prepared(scene, planned);
      const requests = scene.recordRequests();
      const retryAfter = { form: 'seconds', ms: 120_000 } as const;
      plant(scene, planned, { kind: 'vendor', error: 'rate_limited', retryAfter }, 1);
      const { error, elapsedMs } = await scene.timedFailure(call());
      assertError(error, { code: 'rate_limited', outcome: 'not_applied' });
      const found = [elapsedMs, error.retryAfterMs, requests().length];
      assertEqual(found, [0, 120_000, 1], 'time taken, time to wait, requests');
    },
  };
}
