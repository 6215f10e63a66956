import { assert, assertEqual } from '../assert.ts';
import { type CaseRow, cases } from '../define.ts';
import { assertError } from '../error-form.ts';
import type { PaymentsCase, RetryAfterForm } from '../harness.ts';
import type { Scene } from '../scene.ts';
import { recordRequests } from './generated.ts';

const wire = { wire: true } as const;
const withCharge = { wire: true, operations: ['create'] } as const;

/** Waiting: as long as the vendor asks, never beyond the deadline. */
export const retryAfterCases: readonly PaymentsCase[] = cases('resilience', 'create', {
  retry_after_in_seconds: waits({ form: 'seconds', ms: 7000 }),
  retry_after_as_a_date: waits({ form: 'date', ms: 9000 }),
  retry_after_in_milliseconds: waits({ form: 'milliseconds', ms: 6789 }),
  retry_after_not_given: {
    title: 'Without a word from the vendor the wait is the policy’s own, below a second at first.',
    needs: wire,
    async run(scene) {
      scene.wire.fault({ kind: 'vendor', error: 'rate_limited', retryAfter: { form: 'none' } });
      const settled = await scene.subject.settle(create(scene));
      assertEqual(settled.status, 'fulfilled', 'how the call ends');
      assert(settled.elapsedMs <= 1000, `a wait of at most 1000 ms, found ${settled.elapsedMs}`);
    },
  },
  retry_after_beyond_the_deadline: {
    title:
      'A wait that does not fit the deadline is not begun: the call fails at once and says how long to wait.',
    needs: wire,
    async run(scene) {
      const requests = recordRequests(scene);
      scene.wire.fault({
        kind: 'vendor',
        error: 'rate_limited',
        retryAfter: { form: 'seconds', ms: 120_000 },
      });
      const settled = await scene.subject.settle(scene.failure(create(scene)));
      assert(settled.status === 'fulfilled', 'the call fails');
      assertError(settled.value, { code: 'rate_limited', outcome: 'not_applied' });
      const found = [settled.elapsedMs, settled.value.retryAfterMs, requests().length];
      assertEqual(found, [0, 120_000, 1], 'time taken, time to wait, requests');
    },
  },
});

function waits(retryAfter: RetryAfterForm & { readonly ms: number }): CaseRow {
  return {
    title: `Retry-After, given as ${retryAfter.form}, is waited for exactly.`,
    parameters: retryAfter,
    needs: wire,
    async run(scene) {
      const requests = recordRequests(scene);
      const startedAt = scene.clock.now();
      const wholeSeconds = Math.ceil((startedAt + retryAfter.ms) / 1000) * 1000 - startedAt;
      scene.wire.fault({ kind: 'vendor', error: 'rate_limited', retryAfter });
      const settled = await scene.subject.settle(create(scene));
      assertEqual(settled.status, 'fulfilled', 'how the call ends');
      assertEqual(
        settled.elapsedMs,
        retryAfter.form === 'date' ? wholeSeconds : retryAfter.ms,
        'milliseconds waited',
      );
      assertEqual(requests().length, 2, 'requests');
    },
  };
}

/** Deadlines and timeouts, exact on the clock. */
export const deadlineCases: readonly PaymentsCase[] = [
  ...cases('resilience', 'create', {
    deadline_is_exact: {
      title: 'A call that hangs ends exactly at its deadline, attempts and waits included.',
      needs: wire,
      async run(scene) {
        scene.wire.fault({ kind: 'hang' }, { times: 9 });
        const options = { ...scene.once(), timeoutMs: 4000, deadlineMs: 10_500 };
        const settled = await scene.subject.settle(scene.failure(create(scene, options)));
        assert(settled.status === 'fulfilled', 'the call fails');
        assertError(settled.value, { code: 'timeout', reason: 'deadline', outcome: 'unknown' });
        assertEqual(
          [settled.elapsedMs, settled.value.attempts.length],
          [10_500, 3],
          'milliseconds taken, and attempts',
        );
      },
    },
    timeout_of_an_attempt_is_exact: {
      title: 'One attempt of a write of money gets 30 s by default, the whole call no more.',
      needs: wire,
      async run(scene) {
        scene.wire.fault({ kind: 'hang' }, { times: 9 });
        const settled = await scene.subject.settle(scene.failure(create(scene)));
        assert(settled.status === 'fulfilled', 'the call fails');
        assertError(settled.value, { code: 'timeout', outcome: 'unknown' });
        assertEqual(
          [settled.elapsedMs, settled.value.attempts.length],
          [30_000, 1],
          'milliseconds taken, and attempts',
        );
      },
    },
    late_answer_is_still_one_effect: {
      title:
        'When the first attempt times out after the vendor has charged, the repetition does not charge again.',
      needs: wire,
      async run(scene) {
        scene.wire.fault({ kind: 'hang_after_commit' });
        const options = { ...scene.once(), timeoutMs: 3000 };
        const payment = await scene.value(create(scene, options));
        assertEqual([payment.status, await scene.books.charges()], ['captured', 1], 'status and charges');
      },
    },
    asked_again_later: {
      title:
        'After a call that ended with an unknown effect, asking again under the same key finds the one effect.',
      needs: wire,
      start: { policy: { retry: false } },
      async run(scene) {
        const key = scene.once();
        scene.wire.fault({ kind: 'reset_after_commit' });
        assertError(await scene.failure(create(scene, key)), { code: 'network', outcome: 'unknown' });
        const { status } = await scene.value(create(scene, key));
        assertEqual([status, await scene.books.charges()], ['captured', 1], 'status and charges');
      },
    },
    no_retry_when_switched_off: {
      title: 'With retries switched off a fault is told after one request.',
      needs: wire,
      start: { policy: { retry: false } },
      async run(scene) {
        const requests = recordRequests(scene);
        scene.wire.fault({ kind: 'html', status: 503 });
        const error = await scene.failure(create(scene));
        assertError(error, { code: 'provider_unavailable', outcome: 'unknown' });
        assertEqual([error.attempts.length, requests().length], [1, 1], 'attempts, and requests');
      },
    },
    unknown_stays_unknown: {
      title: 'Once the effect is unknown, a later refusal by rate limit does not make it certain.',
      needs: wire,
      async run(scene) {
        scene.wire.fault({ kind: 'reset_after_commit' });
        scene.wire.fault(
          { kind: 'vendor', error: 'rate_limited', retryAfter: { form: 'none' } },
          { times: 2 },
        );
        const error = await scene.failure(create(scene));
        assertError(error, { code: 'rate_limited', outcome: 'unknown' });
        assertEqual(await scene.books.charges(), 1, 'charges in the provider’s books');
      },
    },
  }),
  ...cases('resilience', 'get', {
    deadline_is_exact: {
      title: 'A read that hangs is tried three times and ends exactly at the deadline.',
      needs: withCharge,
      async run(scene) {
        const { id } = await scene.pay();
        scene.wire.fault({ kind: 'hang' }, { times: 9, reads: true });
        const settled = await scene.subject.settle(scene.failure(scene.payments.get(id)));
        assert(settled.status === 'fulfilled', 'the call fails');
        assertError(settled.value, { code: 'timeout', outcome: 'not_applied' });
        assertEqual(
          [settled.elapsedMs, settled.value.attempts.length],
          [30_000, 3],
          'milliseconds taken, and attempts',
        );
      },
    },
    recovers: {
      title: 'A read that fails twice and then succeeds, succeeds.',
      needs: withCharge,
      async run(scene) {
        const made = await scene.pay();
        const requests = recordRequests(scene);
        scene.wire.fault({ kind: 'html', status: 503 }, { times: 2, reads: true });
        assertEqual(await scene.value(scene.payments.get(made.id)), made, 'the payment');
        assertEqual(requests().length, 3, 'requests');
      },
    },
  }),
  ...cases('resilience', 'customers.create', {
    without_a_key_unknown_is_final: {
      title: 'A write without a key is not repeated once its effect is unknown.',
      needs: wire,
      async run(scene) {
        const requests = recordRequests(scene);
        scene.wire.fault({ kind: 'reset_after_commit' });
        const error = await scene.failure(scene.payments.customers.create({ name: 'Ada' }));
        assertError(error, { code: 'network', outcome: 'unknown' });
        assertEqual([error.attempts.length, requests().length], [1, 1], 'attempts, and requests');
      },
    },
    without_a_key_not_applied_is_repeated: {
      title: 'A write without a key is repeated when it certainly had no effect.',
      needs: wire,
      async run(scene) {
        scene.wire.fault({ kind: 'refused' });
        const { name } = await scene.value(scene.payments.customers.create({ name: 'Ada' }));
        assertEqual(name, 'Ada', 'name');
      },
    },
  }),
];

type CreateOptions = Parameters<Scene['payments']['create']>[1];

function create(
  scene: Scene,
  options: CreateOptions = scene.once(),
): ReturnType<Scene['payments']['create']> {
  return scene.payments.create({ amount: scene.money(), paymentMethodId: scene.methods.success }, options);
}
