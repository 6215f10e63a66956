import type { SetupMethod } from '@patchbay/payments';
import { authenticationFailed, testMethodOf } from './cards.ts';
import { getCustomer } from './customers.ts';
import { type Desk, newEntity } from './desk.ts';
import { keepMethod, type UsableMethod, usableMethod } from './methods.ts';
import type { FailureRecord, SetupRecord } from './records.ts';

/** Saves a payment method without a charge. */
export function createSetup(desk: Desk, input: SetupMethod, checkoutId?: string): SetupRecord {
  const { customerId, paymentMethodId, use = 'off_session', returnUrl } = input;
  getCustomer(desk, customerId);
  const method = paymentMethodId === undefined ? undefined : usableMethod(desk, paymentMethodId, customerId);
  const setup = desk.ledger.add({
    ...newEntity(desk, 'setup', input.metadata),
    status: 'requires_payment_method',
    customerId,
    use,
    ...(returnUrl !== undefined && { returnUrl }),
    ...(checkoutId !== undefined && { checkoutId }),
  });
  if (method !== undefined) trySetup(desk, setup, method);
  return setup;
}

/** Asks the bank whether the method may be kept. */
export function trySetup(desk: Desk, setup: SetupRecord, method: UsableMethod): void {
  const { effect } = method.test;
  delete setup.failure;
  setup.paymentMethodId = method.id;
  if (effect.kind === 'declines') return fail(desk, setup, effect.failure);
  if (effect.kind !== 'authenticates' || method.authenticated) return succeed(desk, setup);
  setup.status = 'requires_action';
  setup.actionUrl = `${desk.publicUrl}/3ds/${setup.id}`;
}

/** The payer's answer on the 3-D Secure page. An answer that comes twice changes nothing. */
export function answerSetupChallenge(desk: Desk, setup: SetupRecord, verdict: 'approve' | 'refuse'): void {
  if (setup.status !== 'requires_action') return;
  getCustomer(desk, setup.customerId);
  delete setup.actionUrl;
  if (verdict === 'refuse') fail(desk, setup, authenticationFailed);
  else succeed(desk, setup);
}

function succeed(desk: Desk, setup: SetupRecord): void {
  const test = testMethodOf(setup.paymentMethodId ?? '');
  if (test !== undefined) setup.paymentMethodId = keepMethod(desk, test, setup.customerId).id;
  setup.status = 'succeeded';
  desk.emit('setup.succeeded', setup);
  desk.follow(setup);
}

function fail(desk: Desk, setup: SetupRecord, failure: FailureRecord): void {
  setup.status = 'failed';
  setup.failure = { ...failure };
  desk.emit('setup.failed', setup);
  desk.follow(setup);
}
