import { IntegrationError } from '@patchbay/core';
import { replace } from '../../broken.ts';
import { type PaymentsDriver, type PaymentsDefect } from '../broken.ts';

const on = 'sandbox';

/** Defects in what an adapter tells too much, and in what it says of itself. */
export const honestyDrivers: readonly PaymentsDriver[] = [
  {
    id: 'secret-in-message',
    what: 'puts a credential into its messages',
    caughtBy: 'redaction.get.refused_call',
    on,
    defect: leaking('get', (secrets) => `Refused for ${secrets[0]}.`),
  },
  {
    id: 'secret-in-base64',
    what: 'puts the authorization header into its messages',
    caughtBy: 'redaction.get.refused_call',
    on,
    defect: leaking('get', (secrets) => `Refused: Basic ${btoa(`user:${secrets[0]}`)}`),
  },
  {
    id: 'payer-in-message',
    what: 'repeats what the payer told us in its messages',
    caughtBy: 'redaction.customers.create.refused_call',
    on,
    defect: leaking('customers.create', (_secrets, input) => `Refused: ${JSON.stringify(input)}`),
  },
  {
    id: 'declares-too-little',
    what: 'has an operation that it denies',
    caughtBy: 'unsupported.adjust.refused_before_any_request',
    on,
    defect: { capabilities: (all) => ({ ...all, operations: { ...all.operations, adjust: false } }) },
  },
  {
    id: 'denies-a-trait-that-it-has',
    what: 'has a trait that it denies',
    caughtBy: 'unsupported.create.trait_capture_manual',
    on,
    defect: { capabilities: (all) => ({ ...all, traits: { ...all.traits, 'capture.manual': false } }) },
  },
  {
    id: 'declares-too-much',
    what: 'declares an operation that it does not have',
    caughtBy: 'contract.adjust.raises_the_authorization',
    on,
    defect: {
      facade: (payments) =>
        replace(payments, 'adjust', () => async () => {
          throw new IntegrationError({
            code: 'internal',
            outcome: 'not_applied',
            message: 'The driver lacks it.',
          });
        }),
    },
  },
  {
    id: 'health-of-another',
    what: 'tells the health of another provider',
    caughtBy: 'contract.health.tells_of_itself',
    on,
    defect: {
      facade: (payments) =>
        replace(payments, 'health', () => () => ({ ...payments.health(), provider: 'another' })),
    },
  },
  {
    id: 'native-makes-its-own',
    what: 'hands out a client that it does not use itself',
    caughtBy: 'contract.native.is_what_use_hands_out',
    on,
    defect: { facade: (payments) => replace(payments, 'native', () => async () => ({})) },
  },
];

/** Adds to every error what must not be read there, past core's own redaction. */
function leaking(operation: string, text: (secrets: readonly string[], input: unknown) => string): PaymentsDefect {
  return {
    facade: (payments, { secrets }) =>
      replace(payments, operation, (original) => async (input, options) => {
        try {
          return await original(input, options);
        } catch (error) {
          throw Object.defineProperty(Object(error), 'message', { value: text(secrets, input) });
        }
      }),
  };
}
