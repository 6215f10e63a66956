import { assert, assertEqual } from '../assert.ts';
import { assertError } from '../error-form.ts';
import { type Plan, plant } from '../plan.ts';
import type { Scene } from '../scene.ts';
import type { RowGroup } from '../to-cases.ts';

/** When a provider is left alone, as users of a facade meet it. */
export function breakerRows<S extends Scene>(plan: Plan<S>): readonly RowGroup<S>[] {
  const planned = plan.of(plan.source.examples.write);
  const opens: RowGroup<S>['rows'][string] = {
    title: 'A provider that keeps failing is left alone for a while: calls fail at once, without a request.',
    needs: { ...planned.needs, wire: true },
    start: { policy: { breaker: { minimumCalls: 4, ratio: 0.5 }, retry: false } },
    async run(scene) {
      const call = await plan.prepared(scene, planned);
      plant(scene, planned, { kind: 'vendor', error: 'unavailable' }, 99);
      for (let count = 0; count < 5; count += 1) await scene.failure(call());
      const requests = scene.recordRequests();
      const error = await scene.failure(call());
      assertError(error, { code: 'overloaded', reason: 'circuit_open', outcome: 'not_applied' });
      assertEqual(requests().length, 0, 'requests while the circuit is open');
      assert((error.retryAfterMs ?? 0) > 0, 'the error says when to come back');
    },
  };
  return [{ group: 'resilience', operation: planned.operation, rows: { circuit_opens_on_faults: opens } }];
}
