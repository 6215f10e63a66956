import type { OperationName } from '@patchbay/core';
import { assert, assertEqual, fieldsOf } from '@patchbay/core/conformance';
import type { StorageApi } from '../api.ts';
import { whyNotKey } from '../keys.ts';
import type { StorageScene } from './scene.ts';

type Fields = Readonly<Record<string, unknown>>;
type Check = (answer: Fields, provider: string) => void;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isSize = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
const isDate = (value: unknown): boolean => value instanceof Date && !Number.isNaN(value.getTime());

const written: Check = (answer, provider) => {
  assert(isText(answer['key']) && whyNotKey(answer['key']) === undefined, 'key is a key');
  assertEqual(answer['provider'], provider, 'provider');
  assert(isSize(answer['sizeBytes']), 'sizeBytes is a whole number');
  assert(isText(answer['etag']), 'etag is a token');
};
const known: Check = (answer, provider) => {
  written(answer, provider);
  assert(isDate(answer['modifiedAt']), 'modifiedAt is a date');
  assert(isText(answer['contentType']), 'contentType is text');
  assert(typeof answer['metadata'] === 'object', 'metadata is an object');
};
const part: Check = (answer) => {
  assert(Number.isSafeInteger(answer['number']), 'number is a whole number');
  assert(isText(answer['etag']) && isSize(answer['sizeBytes']), 'a part has an etag and a size');
};
const session: Check = (answer) => {
  assert(isText(answer['id']) && isText(answer['key']), 'an upload has an id and a key');
};
const nothing: Check = () => {};

/** What each operation's answer has, or each item of its list. */
const forms: Readonly<Record<OperationName<StorageApi>, Check>> = {
  put: written,
  get: ({ status, info }, provider) => {
    assertEqual(status, 'ok', 'status');
    known(fieldsOf(info), provider);
  },
  head: known,
  list: (entry, provider) => {
    assertEqual(entry['kind'], 'object', 'kind');
    written(entry, provider);
    assert(isDate(entry['modifiedAt']), 'modifiedAt is a date');
  },
  delete: nothing,
  deleteMany: ({ deleted, failed }) => assertEqual([deleted, failed], [2, []], 'deleted, and failed'),
  copy: written,
  'uploads.create': session,
  'uploads.put': part,
  'uploads.parts': part,
  'uploads.complete': written,
  'uploads.abort': nothing,
  'uploads.list': (upload) => {
    session(upload, '');
    assert(isDate(upload['startedAt']), 'startedAt is a date');
  },
};

/** Fails unless an answer has the form that the category promises. */
export function assertForm(
  { facade }: StorageScene,
  answer: unknown,
  operation: OperationName<StorageApi>,
): void {
  const isObject = !operation.startsWith('uploads.') && operation !== 'deleteMany' && operation !== 'get';
  if (isObject || operation === 'uploads.complete') assertRaw(answer);
  forms[operation](fieldsOf(answer), facade.provider);
}

/** The vendor's own answer is there, and does not print. */
function assertRaw(answer: unknown): void {
  assert(typeof answer === 'object' && answer !== null && 'raw' in answer, 'the answer has raw');
  assertEqual(Object.keys(answer).includes('raw'), false, 'whether raw is enumerable');
}
