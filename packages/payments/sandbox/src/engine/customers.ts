import type { CreateCustomer, UpdateCustomer } from '@patchbay/payments';
import { type ById, type Desk, newEntity } from './desk.ts';
import type { CustomerRecord } from './records.ts';
import { refuse } from './refusal.ts';

export function createCustomer(desk: Desk, input: CreateCustomer): CustomerRecord {
  const { email, name, phone, reference } = input;
  return desk.ledger.add({
    ...newEntity(desk, 'customer', input.metadata),
    ...(email !== undefined && { email }),
    ...(name !== undefined && { name }),
    ...(phone !== undefined && { phone }),
    ...(reference !== undefined && { reference }),
    deleted: false,
  });
}

/** @throws `SandboxError` `no_such_object`, also for one that was deleted. */
export function getCustomer(desk: Desk, id: string): CustomerRecord {
  const customer = desk.ledger.get('customer', id);
  if (customer.deleted) throw refuse('no_such_object', `The customer ${id} was deleted.`);
  return customer;
}

export function updateCustomer(desk: Desk, input: UpdateCustomer): CustomerRecord {
  const customer = getCustomer(desk, input.id);
  const { email, name, phone, reference, metadata } = input;
  if (email !== undefined) customer.email = email;
  if (name !== undefined) customer.name = name;
  if (phone !== undefined) customer.phone = phone;
  if (reference !== undefined) customer.reference = reference;
  Object.assign(customer.metadata, metadata);
  desk.emit('customer.updated', customer);
  return customer;
}

/** Forgets the customer's data and methods and ends its subscriptions; deleting it again changes nothing. */
export function deleteCustomer(desk: Desk, { id }: ById): CustomerRecord {
  const customer = desk.ledger.get('customer', id);
  if (customer.deleted) return customer;
  const { kind, createdAt } = customer;
  const forgotten = desk.ledger.add({ kind, id, createdAt, metadata: {}, deleted: true });
  for (const method of desk.ledger.all('method')) {
    if (method.customerId === id) desk.ledger.remove(method);
  }
  for (const subscription of desk.ledger.all('subscription')) {
    if (subscription.customerId !== id || ended.has(subscription.status)) continue;
    subscription.status = 'canceled';
    desk.emit('subscription.canceled', subscription);
  }
  desk.emit('customer.deleted', forgotten);
  return forgotten;
}

const ended: ReadonlySet<string> = new Set(['canceled', 'expired']);
