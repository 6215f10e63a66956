import { type ErrorDetails, IntegrationError } from '@patchbay/core';
import { fieldsOf } from '@patchbay/core/conformance';
import { everyError, replace } from '../../broken.ts';
import { type PaymentsDriver } from '../broken.ts';

const on = 'sandbox';

/** Defects in what fails, and in what should have. */
export const errorDrivers: readonly PaymentsDriver[] = [
  {
    id: 'decline-thrown',
    what: 'throws a refused card as an error',
    caughtBy: 'contract.create.refused_for_card_declined',
    on,
    defect: {
      facade: (payments) =>
        replace(payments, 'create', (original) => async (...given) => {
          const payment: unknown = await original(...given);
          if (fieldsOf(payment)['status'] !== 'failed') return payment;
          throw new IntegrationError({
            code: 'declined',
            outcome: 'not_applied',
            message: 'The card was declined.',
          });
        }),
    },
  },
  {
    id: 'raw-error-leaves',
    what: 'lets the vendor’s own error out',
    caughtBy: 'errors.get.unknown_id',
    on,
    defect: everyError(['get'], () => new TypeError('No such payment.')),
  },
  {
    id: 'not-found-is-nothing',
    what: 'resolves what does not exist to nothing',
    caughtBy: 'errors.get.unknown_id',
    on,
    defect: {
      facade: (payments) =>
        replace(payments, 'get', (original) => async (...given) => {
          try {
            return await original(...given);
          } catch {
            return undefined;
          }
        }),
    },
  },
  {
    id: 'all-errors-alike',
    what: 'gives every refusal the same code',
    caughtBy: 'errors.refunds.create.more_than_captured',
    on,
    defect: rewritten(['refunds.create'], { code: 'provider_error' }),
  },
  {
    id: 'reason-of-its-own',
    what: 'makes up a reason that the list does not have',
    caughtBy: 'errors.refunds.create.already_refunded',
    on,
    defect: rewritten(['refunds.create'], { reason: 'nothing_left' }),
  },
  {
    id: 'everything-retryable',
    what: 'says of every error that a retry can help',
    caughtBy: 'errors.get.unknown_id',
    on,
    defect: rewritten(['get'], { retryable: true }),
  },
  {
    id: 'operation-not-named',
    what: 'does not say which operation failed',
    caughtBy: 'errors.capture.unknown_id',
    on,
    defect: rewritten(['capture'], { operation: 'payments.request' }),
  },
  {
    id: 'error-of-another-instance',
    what: 'names another instance in its errors',
    caughtBy: 'contract.name.stands_in_errors',
    on,
    defect: rewritten(['create'], { integration: 'another' }),
  },
  {
    id: 'mismatch-hidden',
    what: 'answers a reused key with whatever it finds',
    caughtBy: 'contract.create.refuses_the_key_for_other_input',
    on,
    defect: {
      facade: (payments) => {
        const first = new Map<unknown, unknown>();
        return replace(payments, 'create', (original) => async (input, options) => {
          const { idempotencyKey: key } = fieldsOf(options);
          if (!first.has(key)) first.set(key, await original(input, options));
          return first.get(key);
        });
      },
    },
  },
  {
    id: 'over-refund-cut',
    what: 'quietly cuts a refund to what is left',
    caughtBy: 'errors.refunds.create.more_than_captured',
    on,
    defect: {
      facade: (payments) =>
        replace(payments, 'refunds.create', (original) => async (input, options) => {
          const { amount: _dropped, ...rest } = fieldsOf(input);
          return Promise.resolve(original(input, options)).catch(() => original(rest, options));
        }),
    },
  },
  {
    id: 'second-capture-fails',
    what: 'fails when a payment is captured already',
    caughtBy: 'contract.capture.again_is_harmless',
    on,
    defect: {
      facade: (payments) => {
        const seen = new Set<unknown>();
        return replace(payments, 'capture', (original) => async (input, options) => {
          if (seen.has(input)) throw refused('already_captured');
          seen.add(input);
          return original(input, options);
        });
      },
    },
  },
  {
    id: 'lossy-amount-rounded',
    what: 'rounds an amount that the vendor cannot express',
    caughtBy: 'money.create.lossy_amount_is_refused',
    on: 'stripe',
    defect: {
      facade: (payments) =>
        replace(payments, 'create', (original) => async (input, options) => {
          const { amount, ...rest } = fieldsOf(input);
          const minor = Math.ceil(Number(fieldsOf(amount)['minor']) / 10) * 10;
          return original({ ...rest, amount: { ...fieldsOf(amount), minor } }, options);
        }),
    },
  },
  {
    id: 'key-made-up',
    what: 'makes up an idempotency key where none is given',
    caughtBy: 'errors.create.key_is_missing',
    on,
    defect: {
      facade: (payments) =>
        replace(
          payments,
          'create',
          (original) => async (input, options) =>
            original(input, { ...fieldsOf(options), idempotencyKey: crypto.randomUUID() }),
        ),
    },
  },
  {
    id: 'unknown-fields-dropped',
    what: 'quietly drops a field that it does not know',
    caughtBy: 'errors.create.input_of_another_shape',
    on,
    defect: {
      facade: (payments) =>
        replace(payments, 'create', (original) => async (input, options) => {
          const { nonsense: _dropped, ...rest } = fieldsOf(input);
          return original(rest, options);
        }),
    },
  },
  {
    id: 'check-retries',
    what: 'retries its health check',
    caughtBy: 'resilience.check.is_never_retried',
    on: 'stripe',
    defect: {
      facade: (payments) =>
        replace(payments, 'check', () => async () => void (await payments.list({}, { limit: 1 }).page())),
    },
  },
];

function rewritten(operations: readonly string[], change: Partial<ErrorDetails>) {
  return everyError(operations, (error) =>
    IntegrationError.is(error) ? new IntegrationError({ ...error.toJSON(), ...change }) : error,
  );
}

function refused(reason: string): IntegrationError {
  return new IntegrationError({
    code: 'precondition_failed',
    reason,
    outcome: 'not_applied',
    category: 'payments',
    operation: 'payments.capture',
    message: 'It is captured.',
  });
}
