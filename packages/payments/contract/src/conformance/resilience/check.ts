import { assert, assertEqual } from '../assert.ts';
import { cases } from '../define.ts';
import { assertError } from '../error-form.ts';
import type { PaymentsCase } from '../harness.ts';
import { recordRequests } from './generated.ts';

const wire = { wire: true } as const;

/** The health check: cheap, never retried, shared. */
export const checkCases: readonly PaymentsCase[] = cases('resilience', 'check', {
  is_one_reading_request: {
    title: 'A check is one request that only reads.',
    needs: wire,
    async run(scene) {
      const requests = recordRequests(scene);
      await scene.value(scene.payments.check());
      assertEqual(
        requests().map(({ method }) => method),
        ['GET'],
        'methods of the requests',
      );
    },
  },
  is_never_retried: {
    title: 'A check that fails has made one request.',
    needs: wire,
    async run(scene) {
      const requests = recordRequests(scene);
      scene.wire.fault({ kind: 'html', status: 503 }, { times: 9, reads: true });
      const error = await scene.failure(scene.payments.check());
      assertError(error, { code: 'provider_unavailable', outcome: 'not_applied' });
      assertEqual([error.operation, requests().length], ['payments.check', 1], 'operation, and requests');
    },
  },
  is_shared: {
    title: 'Checks at the same time share one request, and its answer is kept for 15 s.',
    needs: wire,
    async run(scene) {
      const requests = recordRequests(scene);
      await scene.value(
        Promise.all([scene.payments.check(), scene.payments.check(), scene.payments.check()]),
      );
      await scene.clock.advance(14_999);
      await scene.value(scene.payments.check());
      assertEqual(requests().length, 1, 'requests within 15 s');
      await scene.clock.advance(1);
      await scene.value(scene.payments.check());
      assertEqual(requests().length, 2, 'requests after 15 s');
    },
  },
  tells_a_wrong_credential: {
    title: 'A check with a wrong credential is `provider_auth_failed`.',
    needs: { account: true },
    start: { credential: 'wrong' },
    async run(scene) {
      assertError(await scene.failure(scene.payments.check()), {
        code: 'provider_auth_failed',
        outcome: 'not_applied',
      });
    },
  },
  does_not_open_the_circuit: {
    title: 'Failing checks do not stop the payments: they stay outside the circuit breaker.',
    needs: wire,
    start: { policy: { breaker: { minimumCalls: 2 } } },
    async run(scene) {
      for (let count = 0; count < 6; count += 1) {
        scene.wire.fault({ kind: 'html', status: 503 }, { reads: true });
        await scene.failure(scene.payments.check());
        await scene.clock.advance(15_000);
      }
      const { status } = await scene.pay();
      assertEqual(status, 'captured', 'status of a payment afterwards');
    },
  },
});

/** When a provider is left alone, as users of a facade meet it. */
export const breakerCases: readonly PaymentsCase[] = cases('resilience', 'create', {
  circuit_opens_on_faults: {
    title: 'A provider that keeps failing is left alone for a while: calls fail at once, without a request.',
    needs: wire,
    start: { policy: { breaker: { minimumCalls: 4, ratio: 0.5 }, retry: false } },
    async run(scene) {
      scene.wire.fault({ kind: 'html', status: 503 }, { times: 99 });
      const input = { amount: scene.money(), paymentMethodId: scene.methods.success };
      for (let count = 0; count < 5; count += 1)
        await scene.failure(scene.payments.create(input, scene.once()));
      const requests = recordRequests(scene);
      const error = await scene.failure(scene.payments.create(input, scene.once()));
      assertError(error, { code: 'overloaded', reason: 'circuit_open', outcome: 'not_applied' });
      assertEqual(requests().length, 0, 'requests while the circuit is open');
      assert((error.retryAfterMs ?? 0) > 0, 'the error says when to come back');
    },
  },
  refusal_is_not_retried: {
    title: 'A refused card is tried once: another attempt would only annoy the bank.',
    needs: wire,
    async run(scene) {
      const requests = recordRequests(scene);
      const { status } = await scene.pay({ paymentMethodId: scene.methods.declined });
      assertEqual([status, requests().length], ['failed', 1], 'status, and requests');
    },
  },
  refusals_do_not_open_the_circuit: {
    title: 'Declined cards are no fault of the provider: the circuit stays closed.',
    needs: wire,
    start: { policy: { breaker: { minimumCalls: 2, ratio: 0.1 } } },
    async run(scene) {
      for (let count = 0; count < 6; count += 1) await scene.pay({ paymentMethodId: scene.methods.declined });
      const { status } = await scene.pay();
      assertEqual(status, 'captured', 'status of a payment afterwards');
    },
  },
});
