import type { OperationName } from '@patchbay/core';
import { assert, assertOneOf, fieldsOf } from '@patchbay/core/conformance';
import type { JobsApi } from '../api.ts';
import type { JobsScene } from './scene.ts';

type Check = (answer: unknown) => void;

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
const yesOrNo: Check = (answer) => assert(typeof answer === 'boolean', 'the answer is yes or no');

/** What each operation’s answer has, or each item of its list. */
const forms: Readonly<Record<OperationName<JobsApi>, Check>> = {
  enqueue(answer) {
    const { id, isNew } = fieldsOf(answer);
    assert(isText(id) && typeof isNew === 'boolean', 'id is a text, and isNew says yes or no');
  },
  get(answer) {
    const { queue, id, status, attempts, runAt, lastError } = fieldsOf(answer);
    assert(isText(queue) && isText(id) && isCount(attempts), 'queue and id are texts, attempts is a count');
    assertOneOf(status, ['waiting', 'running', 'done', 'dead'], 'status');
    assert(runAt === undefined || runAt instanceof Date, 'runAt is a date, or absent');
    assert(lastError === undefined || typeof lastError === 'string', 'lastError is a text, or absent');
  },
  claim(answer) {
    assert(Array.isArray(answer), 'a claim gives jobs');
    for (const job of answer) {
      const { queue, id, token, attempt } = fieldsOf(job);
      assert([queue, id, token].every(isText), 'queue, id and token are texts');
      assert(isCount(attempt) && attempt !== 0, 'attempts are counted from 1');
    }
  },
  renew: yesOrNo,
  complete: yesOrNo,
  retry: yesOrNo,
  bury: yesOrNo,
  stats(answer) {
    const { ready, delayed, running, dead, oldestReadyAt } = fieldsOf(answer);
    assert([ready, delayed, running, dead].every(isCount), 'four counts');
    assert(
      oldestReadyAt === undefined || oldestReadyAt instanceof Date,
      'oldestReadyAt is a date, or absent',
    );
  },
  'dead.list'(item) {
    const { queue, id, attempts, error, diedAt } = fieldsOf(item);
    assert(isText(queue) && isText(id) && isCount(attempts), 'queue and id are texts, attempts is a count');
    assert(typeof error === 'string' && diedAt instanceof Date, 'error is a text, diedAt a date');
  },
  'dead.redrive': yesOrNo,
  'dead.discard': yesOrNo,
};

/** Fails unless an answer has the form that the category promises. */
export function assertForm(_scene: JobsScene, answer: unknown, operation: OperationName<JobsApi>): void {
  forms[operation](answer);
}
