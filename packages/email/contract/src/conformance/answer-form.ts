import { assert, assertEqual, assertOneOf, fieldsOf } from '@patchbay/core/conformance';
import type { EmailScene } from './scene.ts';

const statuses = ['accepted', 'scheduled', 'partial', 'refused'];
const fates = ['accepted', 'scheduled', 'refused', 'deferred', 'suppressed'];
const kinds = ['to', 'cc', 'bcc'];
const reasons = ['bounced', 'blocked', 'invalid', 'complained', 'unsubscribed'];

/** Fails unless an answer is a receipt, what was found of one, or suppressions, as the category promises them. */
export function assertAnswer(scene: EmailScene, answer: unknown, operation: string): void {
  if (operation === 'send') return assertReceipt(scene, answer);
  if (operation === 'reconcile') return assertFound(scene, answer);
  for (const item of Array.isArray(answer) ? answer : [answer]) assertSuppression(item);
}

function assertReceipt(scene: EmailScene, value: unknown): void {
  const { id, provider, status, recipients } = fieldsOf(value);
  assertRaw(value);
  assert(typeof id === 'string' && id.length > 0, 'an id');
  assertEqual(provider, scene.email.provider, 'provider');
  assertOneOf(status, statuses, 'status');
  assert(Array.isArray(recipients) && recipients.length > 0, 'a result for each recipient');
  for (const recipient of recipients) {
    const { email, kind, status: fate } = fieldsOf(recipient);
    assert(typeof email === 'string' && email.includes('@'), 'the address of the recipient');
    assertOneOf(kind, kinds, 'kind of the recipient');
    assertOneOf(fate, fates, 'status of the recipient');
  }
}

function assertFound(scene: EmailScene, value: unknown): void {
  const { outcome, result, ...others } = fieldsOf(value);
  assertEqual([outcome, others], ['applied', {}], 'outcome, and fields that nobody promised');
  assertReceipt(scene, result);
}

function assertSuppression(value: unknown): void {
  const { email, reason, createdAt } = fieldsOf(value);
  assertRaw(value);
  assert(typeof email === 'string' && email.includes('@'), 'the suppressed address');
  assertOneOf(reason, reasons, 'reason of the suppression');
  if (createdAt === undefined) return;
  assert(createdAt instanceof Date && !Number.isNaN(createdAt.getTime()), 'createdAt is a date');
}

function assertRaw(value: unknown): void {
  assert(typeof value === 'object' && value !== null, `an object, found ${String(value)}`);
  const raw: unknown = Reflect.get(value, 'raw');
  assert(typeof raw === 'object' && raw !== null, 'raw is the provider’s object');
  assertEqual(Object.keys(value).includes('raw'), false, 'raw is enumerable');
  const empty = Object.entries(value).filter(([, member]) => member === undefined || member === null);
  assertEqual(
    empty.map(([name]) => name),
    [],
    'fields that are there and say nothing',
  );
}
