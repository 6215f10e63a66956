import { assertEqual } from '../assert.ts';
import { assertError } from '../error-form.ts';
import type { Plan } from '../plan.ts';
import type { Scene } from '../scene.ts';
import type { CaseRow } from '../suite.ts';
import type { RowGroup } from '../to-cases.ts';
import { isReading } from '../wire.ts';

/** The health check: cheap, never retried, shared. */
export function checkRows<S extends Scene>(plan: Plan<S>): readonly RowGroup<S>[] {
  return [
    {
      group: 'resilience',
      operation: 'check',
      rows: {
        is_one_reading_request: oneRequest(),
        is_never_retried: neverRetried(plan),
        is_shared: shared(),
        tells_a_wrong_credential: wrongCredential(),
        does_not_open_the_circuit: outsideTheBreaker(plan),
      },
    },
  ];
}

function oneRequest(): CaseRow<Scene> {
  return {
    title: 'A check is one request that only reads.',
    needs: { wire: true },
    async run(scene) {
      const requests = scene.recordRequests();
      await scene.value(scene.facade.check());
      assertEqual(requests().map(isReading), [true], 'for each request whether it only reads');
    },
  };
}

function neverRetried<S extends Scene>({ category }: Plan<S>): CaseRow<S> {
  return {
    title: 'A check that fails has made one request.',
    needs: { wire: true },
    async run(scene) {
      const requests = scene.recordRequests();
      scene.wire.fault({ kind: 'vendor', error: 'unavailable' }, { times: 9, reads: true });
      const error = await scene.failure(scene.facade.check());
      assertError(error, { code: 'provider_unavailable', outcome: 'not_applied' });
      assertEqual([error.operation, requests().length], [`${category}.check`, 1], 'operation, and requests');
    },
  };
}

function shared(): CaseRow<Scene> {
  return {
    title: 'Checks at the same time share one request, and its answer is kept for 15 s.',
    needs: { wire: true },
    async run(scene) {
      const requests = scene.recordRequests();
      await scene.value(Promise.all([scene.facade.check(), scene.facade.check(), scene.facade.check()]));
      await scene.clock.advance(14_999);
      await scene.value(scene.facade.check());
      assertEqual(requests().length, 1, 'requests within 15 s');
      await scene.clock.advance(1);
      await scene.value(scene.facade.check());
      assertEqual(requests().length, 2, 'requests after 15 s');
    },
  };
}

function wrongCredential(): CaseRow<Scene> {
  return {
    title: 'A check with a wrong credential is `provider_auth_failed`.',
    needs: { account: true },
    start: { credential: 'wrong' },
    async run(scene) {
      const error = await scene.failure(scene.facade.check());
      assertError(error, { code: 'provider_auth_failed', outcome: 'not_applied' });
    },
  };
}

function outsideTheBreaker<S extends Scene>(plan: Plan<S>): CaseRow<S> {
  const planned = plan.of(plan.source.examples.write);
  return {
    title: 'Failing checks do not stop the calls: they stay outside the circuit breaker.',
    needs: { ...planned.needs, operations: [planned.operation], wire: true },
    start: { policy: { breaker: { minimumCalls: 2 } } },
    async run(scene) {
      for (let count = 0; count < 6; count += 1) {
        scene.wire.fault({ kind: 'vendor', error: 'unavailable' }, { reads: true });
        await scene.failure(scene.facade.check());
        await scene.clock.advance(15_000);
      }
      const call = await plan.prepared(scene, planned);
      await scene.value(call());
    },
  };
}
