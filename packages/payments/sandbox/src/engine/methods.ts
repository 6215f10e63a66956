import { type TestMethod, testMethodOf } from './cards.ts';
import { type ById, type Desk, newEntity } from './desk.ts';
import type { MethodRecord } from './records.ts';
import { refuse } from './refusal.ts';

/** A payment method as a charge sees it: a test method itself, or a saved one that behaves like it. */
export interface UsableMethod {
  readonly id: string;
  readonly test: TestMethod;
  readonly authenticated: boolean;
}

/**
 * The method behind an id.
 * @throws `SandboxError` `no_such_object`; `missing_parameter` or `invalid_parameter` when it is another customer's.
 */
export function usableMethod(desk: Desk, id: string, customerId: string | undefined): UsableMethod {
  const test = testMethodOf(id);
  if (test !== undefined) return { id, test, authenticated: false };
  const method = desk.ledger.get('method', id);
  if (customerId === undefined) throw refuse('missing_parameter', `${id} is a customer's: give customerId.`);
  if (method.customerId !== customerId)
    throw refuse('invalid_parameter', `${id} belongs to another customer.`);
  const behaviour = testMethodOf(method.testMethodId);
  if (behaviour === undefined)
    throw refuse('no_such_object', `There is no test method ${method.testMethodId}.`);
  return { id, test: behaviour, authenticated: method.authenticated };
}

/** Saves a test method for a customer, under an id of its own. */
export function keepMethod(desk: Desk, test: TestMethod, customerId: string): MethodRecord {
  const { id, type, brand, last4, effect } = test;
  const kept = desk.ledger.add({
    ...newEntity(desk, 'method'),
    customerId,
    testMethodId: id,
    type,
    brand,
    last4,
    expiryMonth: 12,
    expiryYear: new Date(desk.now).getUTCFullYear() + 4,
    authenticated: effect.kind === 'authenticates',
  });
  desk.emit('method.attached', kept);
  return kept;
}

/** The customer's methods that are saved, oldest first. */
export function methodsOf(desk: Desk, customerId: string): readonly MethodRecord[] {
  return desk.ledger.all('method').filter((method) => method.customerId === customerId);
}

export function detachMethod(desk: Desk, { id }: ById): MethodRecord {
  const method = desk.ledger.get('method', id);
  desk.ledger.remove(method);
  desk.emit('method.detached', method);
  return method;
}
