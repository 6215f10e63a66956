import type { CallOptions } from '../../call.ts';
import { assertEqual } from '../assert.ts';
import { assertError, assertMentions } from '../error-form.ts';
import { needsCredential, type Plan, type Planned } from '../plan.ts';
import type { Scene } from '../scene.ts';
import type { CaseRow } from '../suite.ts';
import type { RowGroup } from '../to-cases.ts';

/** Mistakes that can be made with every operation. */
export function errorRows<S extends Scene>(plan: Plan<S>): readonly RowGroup<S>[] {
  return plan.all.map((planned) => ({
    group: 'errors',
    operation: planned.operation,
    rows: {
      ...(!planned.recipe.accepts && { unknown_id: unknownId(plan, planned) }),
      ...(needsCredential(planned) && { wrong_credential: wrongCredential(plan, planned) }),
      input_of_another_shape: wrongShape(plan, planned),
      ...(planned.spec.money && { key_is_missing: keyless(plan, planned) }),
    },
  }));
}

function unknownId<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  const { operation } = planned;
  return {
    title: 'An id that names nothing is `not_found`, and nothing has happened.',
    parameters: { operation },
    async run(scene) {
      const error = await scene.failure(plan.callBlind(scene, planned));
      assertError(error, { code: 'not_found', outcome: 'not_applied' });
      assertEqual(error.operation, `${plan.category}.${operation}`, 'operation of the error');
      assertEqual(error.retryable, false, 'retryable');
    },
  };
}

function wrongCredential<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  return {
    title: 'A refused credential is `provider_auth_failed`, tried once.',
    parameters: { operation: planned.operation },
    needs: { account: true },
    start: { credential: 'wrong' },
    async run(scene) {
      const requests = scene.recordRequests();
      const error = await scene.failure(plan.callBlind(scene, planned));
      assertError(error, { code: 'provider_auth_failed', outcome: 'not_applied' });
      // A composed operation may read first what is open to everybody.
      const failed = error.attempts.filter(({ code }) => code !== undefined);
      assertEqual([error.retryable, failed.length], [false, 1], 'retryable, and attempts that failed');
      if (scene.subject.wire !== undefined)
        assertEqual(requests().length, error.attempts.length, 'requests, one per attempt');
    },
  };
}

function wrongShape<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  return {
    title:
      'Input of another shape is `invalid_request`, before any request, and the message names the field.',
    parameters: { operation: planned.operation },
    async run(scene) {
      const requests = scene.recordRequests();
      const error = await scene.failure(plan.callBlind(scene, planned, { nonsense: true }));
      assertError(error, { code: 'invalid_request', outcome: 'not_applied' });
      assertMentions(error, 'nonsense');
      assertEqual([error.attempts.length, requests().length], [0, 0], 'attempts, and requests');
    },
  };
}

function keyless<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  return {
    title: 'A write of money without an idempotency key is `invalid_request`, before any request.',
    parameters: { operation: planned.operation },
    async run(scene) {
      const requests = scene.recordRequests();
      const input = planned.recipe.blind(scene);
      const incomplete: readonly CallOptions[] = [{}, { idempotencyKey: '' }, { idempotencyKey: ' ' }];
      for (const options of incomplete) {
        const error = await scene.failure(plan.call(scene, planned, input, options));
        assertError(error, { code: 'invalid_request', outcome: 'not_applied' });
      }
      assertEqual(requests().length, 0, 'requests');
    },
  };
}
