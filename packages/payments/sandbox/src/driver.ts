import { type Call, type Driver, DriverFailure, type Page, type Reconciled, vendorKey } from '@patchbay/core';
import type { Findable, PaymentsApi, ReconcileWrite, VendorInput } from '@patchbay/payments';
import type { capabilities } from './capabilities.ts';
import { createCheckout, expireCheckout } from './engine/checkouts.ts';
import { createCustomer, deleteCustomer, getCustomer, updateCustomer } from './engine/customers.ts';
import type { ById, Desk } from './engine/desk.ts';
import { acceptDispute, submitEvidence } from './engine/disputes.ts';
import { detachMethod } from './engine/methods.ts';
import * as payments from './engine/payments.ts';
import type { Kind, RecordOf } from './engine/records.ts';
import { createRefund } from './engine/refunds.ts';
import type { Sandbox } from './engine/sandbox.ts';
import { createSetup } from './engine/setups.ts';
import * as subscriptions from './engine/subscriptions.ts';
import * as response from './response.ts';

type SandboxDriver = Driver<PaymentsApi, typeof capabilities>;

/** One transaction on the sandbox's books per operation. */
export function driver(sandbox: Sandbox): SandboxDriver {
  return {
    create: write(sandbox, 'create', payments.createPayment, payment),
    confirm: write(sandbox, 'confirm', payments.confirmPayment, payment),
    capture: write(sandbox, 'capture', payments.capturePayment, payment),
    cancel: write(sandbox, 'cancel', payments.cancelPayment, payment),
    get: read(sandbox, payment),
    list: list(sandbox, payment, ({ createdAfter, ...asked }, found) => {
      return ofCustomer(asked, found) && found.createdAt > (createdAfter?.getTime() ?? -1);
    }),
    adjust: write(sandbox, 'adjust', payments.adjustPayment, payment),
    reconcile: reconcile(sandbox),
    'refunds.create': write(sandbox, 'refunds.create', createRefund, refund),
    'refunds.get': read(sandbox, refund),
    'refunds.list': list(sandbox, refund, ofPayment),
    'customers.create': write(sandbox, 'customers.create', createCustomer, customer),
    'customers.get': async ({ id }) => customer.from(await sandbox.look((desk) => getCustomer(desk, id))),
    'customers.update': write(sandbox, 'customers.update', updateCustomer, customer),
    'customers.delete': write(sandbox, 'customers.delete', deleteCustomer, { ...customer, from: nothing }),
    'methods.setup': write(sandbox, 'methods.setup', createSetup, setup),
    'methods.getSetup': read(sandbox, setup),
    'methods.list': async (input, call) => {
      await sandbox.look((desk) => getCustomer(desk, input.customerId));
      return list(sandbox, method, ofCustomer)(input, call);
    },
    'methods.detach': write(sandbox, 'methods.detach', detachMethod, { ...method, from: nothing }),
    'checkout.create': write(sandbox, 'checkout.create', createCheckout, checkout),
    'checkout.get': read(sandbox, checkout),
    'checkout.expire': write(sandbox, 'checkout.expire', expireCheckout, checkout),
    'subscriptions.create': write(
      sandbox,
      'subscriptions.create',
      subscriptions.startSubscription,
      subscription,
    ),
    'subscriptions.get': read(sandbox, subscription),
    'subscriptions.change': write(
      sandbox,
      'subscriptions.change',
      subscriptions.changeSubscription,
      subscription,
    ),
    'subscriptions.cancel': write(
      sandbox,
      'subscriptions.cancel',
      subscriptions.cancelSubscription,
      subscription,
    ),
    'subscriptions.pause': write(
      sandbox,
      'subscriptions.pause',
      subscriptions.pauseSubscription,
      subscription,
    ),
    'subscriptions.resume': write(
      sandbox,
      'subscriptions.resume',
      subscriptions.resumeSubscription,
      subscription,
    ),
    'subscriptions.list': list(sandbox, subscription, ofCustomer),
    'disputes.get': read(sandbox, dispute),
    'disputes.list': list(sandbox, dispute, ofPayment),
    'disputes.submit': write(sandbox, 'disputes.submit', submitEvidence, dispute),
    'disputes.accept': write(sandbox, 'disputes.accept', acceptDispute, dispute),
  };
}

/** A kind of record, and what it is in the contract's words. */
interface Shape<K extends Kind, T> {
  readonly kind: K;
  readonly from: (record: RecordOf<K>) => T;
}

const payment = { kind: 'payment', from: response.fromPayment } as const;
const refund = { kind: 'refund', from: response.fromRefund } as const;
const customer = { kind: 'customer', from: response.fromCustomer } as const;
const method = { kind: 'method', from: response.fromMethod } as const;
const setup = { kind: 'setup', from: response.fromSetup } as const;
const checkout = { kind: 'checkout', from: response.fromCheckout } as const;
const subscription = { kind: 'subscription', from: response.fromSubscription } as const;
const dispute = { kind: 'dispute', from: response.fromDispute } as const;

function write<K extends Kind, I extends object, T>(
  sandbox: Sandbox,
  operation: string,
  work: (desk: Desk, input: I) => RecordOf<K>,
  { kind, from }: Shape<K, T>,
) {
  return async (input: I, { idempotencyKey: key }: Call): Promise<T> => {
    refuseVendorInput(input);
    return from(await sandbox.write(kind, { operation, input, key }, (desk) => work(desk, input)));
  };
}

function read<K extends Kind, T>(sandbox: Sandbox, { kind, from }: Shape<K, T>) {
  return async ({ id }: ById): Promise<T> => from(await sandbox.look(({ ledger }) => ledger.get(kind, id)));
}

function list<K extends Kind, I, T>(
  sandbox: Sandbox,
  { kind, from }: Shape<K, T>,
  isAsked: (asked: I, found: RecordOf<K>) => boolean,
) {
  return async (input: I, { cursor, limit }: Call): Promise<Page<T>> => {
    const page = await sandbox.look(({ ledger }) =>
      ledger.page(kind, { cursor, limit }, (record) => isAsked(input, record)),
    );
    return { ...page, items: page.items.map(from) };
  };
}

/** What a write made is found by the key that it carries; the books are complete, whatever `since` is. */
function reconcile(sandbox: Sandbox) {
  const made = {
    create: by(payment),
    'refunds.create': by(refund),
    'customers.create': by(customer),
    'methods.setup': by(setup),
    'checkout.create': by(checkout),
    'subscriptions.create': by(subscription),
  } as const satisfies Record<keyof Findable, (key: string) => Promise<unknown>>;
  function by<K extends Kind, T>({ kind, from }: Shape<K, T>) {
    return async (key: string): Promise<Reconciled<T>> => {
      const record = await sandbox.made(kind, key);
      return record === undefined ? { outcome: 'not_applied' } : { outcome: 'applied', result: from(record) };
    };
  }
  return async ({ operation, idempotencyKey }: ReconcileWrite) =>
    made[operation](await vendorKey([`payments.${operation}`, '', idempotencyKey]));
}

interface OfCustomer {
  readonly customerId?: string;
}

interface OfPayment {
  readonly paymentId?: string;
}

function ofCustomer({ customerId }: OfCustomer, found: OfCustomer): boolean {
  return customerId === undefined || customerId === found.customerId;
}

function ofPayment({ paymentId }: OfPayment, found: OfPayment): boolean {
  return paymentId === undefined || paymentId === found.paymentId;
}

/** The sandbox has no parameters beyond the contract's: one that is given is refused, not ignored. */
function refuseVendorInput(input: { readonly vendor?: VendorInput }): void {
  const [name] = Object.keys(input.vendor ?? {});
  if (name === undefined) return;
  const message = `vendor.${name}: the sandbox has no parameters of its own.`;
  throw new DriverFailure({ code: 'invalid_request', reason: 'parameter_invalid', message });
}

function nothing(): void {}
