import { assert, assertEqual, fieldsOf } from '@patchbay/core/conformance';
import type { PaymentsScene } from './scene.ts';

/** Fails unless an answer has the form that the category promises; that of `reconcile` brings what the write made. */
export function assertForm(scene: PaymentsScene, value: unknown, operation: string): void {
  if (operation !== 'reconcile') return assertEntity(scene, value);
  const { outcome, result } = fieldsOf(value);
  assertEqual(outcome, 'applied', 'what became of the write');
  assertEntity(scene, result);
}

/** What an answer is about. */
export function identity(answer: unknown): unknown {
  const { id, result } = fieldsOf(answer);
  return result === undefined ? id : fieldsOf(result)['id'];
}

/** Fails unless an answer has an id, a provider, a time and metadata, and keeps the provider’s object out of print. */
export function assertEntity(scene: PaymentsScene, value: unknown): void {
  assert(typeof value === 'object' && value !== null, `an object, found ${String(value)}`);
  const { id, provider, createdAt, metadata } = fieldsOf(value);
  const raw: unknown = Reflect.get(value, 'raw');
  assert(typeof id === 'string' && id.length > 0, 'an id');
  assertEqual(provider, scene.payments.provider, 'provider');
  assert(createdAt instanceof Date && !Number.isNaN(createdAt.getTime()), 'createdAt is a date');
  assert(typeof metadata === 'object' && metadata !== null, 'metadata is an object');
  assert(typeof raw === 'object' && raw !== null, 'raw is the provider’s object');
  assertEqual(Object.keys(value).includes('raw'), false, 'raw is enumerable');
  assert(JSON.stringify(raw).includes(id), 'the provider’s own object carries the id');
  const empty = Object.entries(value).filter(([, member]) => member === undefined || member === null);
  assertEqual(
    empty.map(([name]) => name),
    [],
    'fields that are there and say nothing',
  );
}
