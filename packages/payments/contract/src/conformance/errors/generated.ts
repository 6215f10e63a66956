import { operations } from '../../operations.ts';
import { assertEqual, fieldsOf } from '../assert.ts';
import { type CaseRow, cases, type Operation, operationNames } from '../define.ts';
import { assertError, assertMentions } from '../error-form.ts';
import type { PaymentsCase } from '../harness.ts';
import { invoke, recipes } from '../recipes.ts';

/** Operations whose input names something that has to exist. */
export const pointing: readonly Operation[] = operationNames.filter(
  (name) =>
    ![
      'create',
      'list',
      'customers.create',
      'checkout.create',
      'subscriptions.list',
      'disputes.list',
      'refunds.list',
    ].includes(name),
);

/** Mistakes that can be made with every operation. */
export const generatedErrorCases: readonly PaymentsCase[] = [
  ...pointing.flatMap((operation) => cases('errors', operation, { unknown_id: unknownId(operation) })),
  ...operationNames.flatMap((operation) =>
    cases('errors', operation, { wrong_credential: wrongCredential(operation) }),
  ),
  ...operationNames.flatMap((operation) =>
    cases('errors', operation, { input_of_another_shape: wrongShape(operation) }),
  ),
  ...operationNames
    .filter(isMoney)
    .flatMap((operation) => cases('errors', operation, { key_is_missing: keyless(operation) })),
];

function isMoney(operation: Operation): boolean {
  return 'money' in operations[operation];
}

function unknownId(operation: Operation): CaseRow {
  return {
    title: `An id that names nothing is \`not_found\`, and nothing has happened.`,
    parameters: { operation },
    async run(scene) {
      const input = recipes[operation].blind(scene.fixtures);
      const error = await scene.failure(invoke(scene.payments, operation, input, scene.once()));
      assertError(error, { code: 'not_found', outcome: 'not_applied' });
      assertEqual(error.operation, `payments.${operation}`, 'operation of the error');
      assertEqual(error.retryable, false, 'retryable');
    },
  };
}

function wrongCredential(operation: Operation): CaseRow {
  return {
    title: 'A refused credential is `provider_auth_failed`, tried once.',
    parameters: { operation },
    needs: { account: true },
    start: { credential: 'wrong' },
    async run(scene) {
      const before = scene.requestCount;
      const input = recipes[operation].blind(scene.fixtures);
      const error = await scene.failure(invoke(scene.payments, operation, input, scene.once()));
      assertError(error, { code: 'provider_auth_failed', outcome: 'not_applied' });
      assertEqual([error.retryable, error.attempts.length], [false, 1], 'retryable, and attempts');
      if (scene.subject.wire !== undefined) assertEqual(scene.requestCount - before, 1, 'requests');
    },
  };
}

function wrongShape(operation: Operation): CaseRow {
  return {
    title:
      'Input of another shape is `invalid_request`, before any request, and the message names the field.',
    parameters: { operation },
    async run(scene) {
      const before = scene.requestCount;
      const input = { ...fieldsOf(recipes[operation].blind(scene.fixtures)), nonsense: true };
      const error = await scene.failure(invoke(scene.payments, operation, input, scene.once()));
      assertError(error, { code: 'invalid_request', outcome: 'not_applied' });
      assertMentions(error, 'nonsense');
      assertEqual([error.attempts.length, scene.requestCount], [0, before], 'attempts, and requests');
    },
  };
}

function keyless(operation: Operation): CaseRow {
  return {
    title: 'A write of money without an idempotency key is `invalid_request`, before any request.',
    parameters: { operation },
    async run(scene) {
      const before = scene.requestCount;
      const input = recipes[operation].blind(scene.fixtures);
      for (const options of [undefined, { idempotencyKey: '' }, { idempotencyKey: ' ' }]) {
        const error = await scene.failure(invoke(scene.payments, operation, input, options));
        assertError(error, { code: 'invalid_request', outcome: 'not_applied' });
      }
      assertEqual(scene.requestCount, before, 'requests');
    },
  };
}
