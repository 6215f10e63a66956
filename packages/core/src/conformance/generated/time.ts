import { assertEqual } from '../assert.ts';
import { assertError } from '../error-form.ts';
import { type Plan, type Planned, plant, repeatsOnUnknown } from '../plan.ts';
import type { Scene } from '../scene.ts';
import type { CaseRow, Needs } from '../suite.ts';
import type { RowGroup } from '../to-cases.ts';

/** Deadlines and timeouts, exact on the clock, and what is asked again after them. */
export function timeRows<S extends Scene>(plan: Plan<S>): readonly RowGroup<S>[] {
  const { write, read, keyless } = plan.source.examples;
  return [
    { group: 'resilience', operation: write, rows: writeRows(plan, plan.of(write)) },
    ...(read === undefined
      ? []
      : [{ group: 'resilience', operation: read, rows: readRows(plan, plan.of(read)) }]),
    ...(keyless === undefined
      ? []
      : [{ group: 'resilience', operation: keyless, rows: keylessRows(plan, plan.of(keyless)) }]),
  ];
}

function writeRows<S extends Scene>(plan: Plan<S>, planned: Planned<S>): RowGroup<S>['rows'] {
  return {
    deadline_is_exact: deadline(plan, planned),
    timeout_of_an_attempt_is_exact: timeout(plan, planned),
    late_answer_is_still_one_effect: lateAnswer(plan, planned),
    asked_again_later: askedAgain(plan, planned),
    no_retry_when_switched_off: withoutRetry(plan, planned),
    unknown_stays_unknown: unknownStays(plan, planned),
  };
}

/** For what only happens where a write is repeated although its effect is unknown. */
function repeated<S extends Scene>(planned: Planned<S>): Needs {
  return {
    ...planned.needs,
    wire: true,
    unless: (capabilities) =>
      repeatsOnUnknown(planned, capabilities)
        ? undefined
        : 'it honours no key: a write of unknown effect is final',
  };
}

function deadline<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  return {
    title: 'A call that hangs ends exactly at its deadline, attempts and waits included.',
    needs: repeated(planned),
    async run(scene) {
      const call = await plan.prepared(scene, planned);
      plant(scene, planned, { kind: 'hang' }, 9);
      const { error, elapsedMs } = await scene.timedFailure(
        call({ ...scene.once(), timeoutMs: 4000, deadlineMs: 10_500 }),
      );
      assertError(error, { code: 'timeout', reason: 'deadline', outcome: 'unknown' });
      assertEqual([elapsedMs, error.attempts.length], [10_500, 3], 'milliseconds taken, and attempts');
    },
  };
}

function timeout<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  const limitMs = planned.spec.money ? 30_000 : 10_000;
  return {
    title: `One attempt gets ${limitMs / 1000} s by default, the whole call no more than 30 s.`,
    needs: { ...planned.needs, wire: true },
    async run(scene) {
      const call = await plan.prepared(scene, planned);
      plant(scene, planned, { kind: 'hang' }, 9);
      const { error, elapsedMs } = await scene.timedFailure(call());
      assertError(error, { code: 'timeout', outcome: 'unknown' });
      const isRepeated = limitMs < 30_000 && repeatsOnUnknown(planned, scene.facade.capabilities);
      const expected = isRepeated ? [30_000, 3] : [limitMs, 1];
      assertEqual([elapsedMs, error.attempts.length], expected, 'milliseconds taken, and attempts');
    },
  };
}

function lateAnswer<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  return {
    title: 'When the first attempt times out after its effect, the repetition has no second one.',
    needs: repeated(planned),
    async run(scene) {
      const call = await plan.prepared(scene, planned);
      const effects = await plan.countEffects(scene);
      plant(scene, planned, { kind: 'hang_after_commit' }, 1);
      await scene.value(call({ ...scene.once(), timeoutMs: 3000 }));
      await effects.assertOne();
    },
  };
}

function askedAgain<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  return {
    title:
      'After a call that ended with an unknown effect, asking again under the same key finds the one effect.',
    needs: repeated(planned),
    start: { policy: { retry: false } },
    async run(scene) {
      const key = scene.once();
      const call = await plan.prepared(scene, planned);
      const effects = await plan.countEffects(scene);
      plant(scene, planned, { kind: 'reset_after_commit' }, 1);
      assertError(await scene.failure(call(key)), { code: 'network', outcome: 'unknown' });
      await scene.value(call(key));
      await effects.assertOne();
    },
  };
}

function withoutRetry<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  return {
    title: 'With retries switched off a fault is told after one request.',
    needs: { ...planned.needs, wire: true },
    start: { policy: { retry: false } },
    async run(scene) {
      const call = await plan.prepared(scene, planned);
      const requests = scene.recordRequests();
      plant(scene, planned, { kind: 'vendor', error: 'unavailable' }, 1);
      const error = await scene.failure(call());
      assertError(error, { code: 'provider_unavailable', outcome: 'unknown' });
      assertEqual([error.attempts.length, requests().length], [1, 1], 'attempts, and requests');
    },
  };
}

function unknownStays<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  return {
    title: 'Once the effect is unknown, a later refusal by rate limit does not make it certain.',
    needs: repeated(planned),
    async run(scene) {
      const call = await plan.prepared(scene, planned);
      const effects = await plan.countEffects(scene);
      plant(scene, planned, { kind: 'reset_after_commit' }, 1);
      plant(scene, planned, { kind: 'vendor', error: 'rate_limited', retryAfter: { form: 'none' } }, 2);
      const error = await scene.failure(call());
      assertError(error, { code: 'rate_limited', outcome: 'unknown' });
      await effects.assertOne();
    },
  };
}

function readRows<S extends Scene>(plan: Plan<S>, planned: Planned<S>): RowGroup<S>['rows'] {
  const needs = { ...planned.needs, wire: true } as const;
  return {
    deadline_is_exact: {
      title: 'A read that hangs is tried three times and ends exactly at the deadline.',
      needs,
      async run(scene) {
        const call = await plan.prepared(scene, planned);
        plant(scene, planned, { kind: 'hang' }, 9);
        const { error, elapsedMs } = await scene.timedFailure(call());
        assertError(error, { code: 'timeout', outcome: 'not_applied' });
        assertEqual([elapsedMs, error.attempts.length], [30_000, 3], 'milliseconds taken, and attempts');
      },
    },
    recovers: {
      title: 'A read that fails twice and then succeeds, succeeds.',
      needs,
      async run(scene) {
        const call = await plan.prepared(scene, planned);
        const undisturbed = plan.identity(await scene.value(call()));
        const requests = scene.recordRequests();
        plant(scene, planned, { kind: 'vendor', error: 'unavailable' }, 2);
        assertEqual(plan.identity(await scene.value(call())), undisturbed, 'what the answer is about');
        assertEqual(requests().length, 3, 'requests');
      },
    },
  };
}

function keylessRows<S extends Scene>(plan: Plan<S>, planned: Planned<S>): RowGroup<S>['rows'] {
  const needs = { ...planned.needs, wire: true } as const;
  return {
    without_a_key_unknown_is_final: {
      title: 'A write without a key is not repeated once its effect is unknown.',
      needs,
      async run(scene) {
        const call = await plan.prepared(scene, planned);
        const requests = scene.recordRequests();
        plant(scene, planned, { kind: 'reset_after_commit' }, 1);
        const error = await scene.failure(call({}));
        assertError(error, { code: 'network', outcome: 'unknown' });
        assertEqual([error.attempts.length, requests().length], [1, 1], 'attempts, and requests');
      },
    },
    without_a_key_not_applied_is_repeated: {
      title: 'A write without a key is repeated when it certainly had no effect.',
      needs,
      async run(scene) {
        const call = await plan.prepared(scene, planned);
        plant(scene, planned, { kind: 'refused' }, 1);
        await scene.value(call({}));
      },
    },
  };
}
