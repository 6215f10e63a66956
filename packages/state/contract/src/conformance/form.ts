import type { OperationName } from '@patchbay/core';
import { assert, fieldsOf } from '@patchbay/core/conformance';
import type { StateApi } from '../api.ts';
import type { StateScene } from './scene.ts';

type Check = (answer: unknown) => void;

const isText = (value: unknown): boolean => typeof value === 'string';
const nothing: Check = () => {};

/** What each operation’s answer has, or each item of its list. */
const forms: Readonly<Record<OperationName<StateApi>, Check>> = {
  get(answer) {
    const { key, value, expiresAt } = fieldsOf(answer);
    assert(isText(key) && isText(value), 'key and value are texts');
    assert(expiresAt === undefined || expiresAt instanceof Date, 'expiresAt is a date, or absent');
  },
  put: nothing,
  delete: nothing,
  putIfAbsent(answer) {
    const { isNew, value } = fieldsOf(answer);
    assert(typeof isNew === 'boolean' && isText(value), 'isNew says yes or no, and value is a text');
  },
  cas(answer) {
    const { isSwapped, value } = fieldsOf(answer);
    assert(typeof isSwapped === 'boolean', 'isSwapped says yes or no');
    assert(value === undefined || isText(value), 'value is a text, or absent');
  },
  increment(answer) {
    assert(Number.isSafeInteger(fieldsOf(answer)['value']), 'value is a whole number');
  },
  list(key) {
    assert(isText(key), 'a list gives keys');
  },
};

/** Fails unless an answer has the form that the category promises. */
export function assertForm(_scene: StateScene, answer: unknown, operation: OperationName<StateApi>): void {
  forms[operation](answer);
}
