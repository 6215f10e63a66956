import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import type { ByteRange } from '../../object.ts';
import { cases, type StorageRow } from '../define.ts';

const text = '0123456789';

/** Reads of parts of an object. */
export const rangeCases = cases('contract', 'get', {
  range_within: range({ start: 2, end: 4 }, '234', { start: 2, end: 4 }),
  range_of_one_byte: range({ start: 0, end: 0 }, '0', { start: 0, end: 0 }),
  range_of_the_last_byte: range({ start: 9, end: 9 }, '9', { start: 9, end: 9 }),
  range_to_the_end: range({ start: 7 }, '789', { start: 7, end: 9 }),
  range_beyond_the_end: range({ start: 8, end: 99 }, '89', { start: 8, end: 9 }),
  range_of_all: range({ start: 0, end: 9 }, text, { start: 0, end: 9 }),
  range_from_the_start: range({ start: 0 }, text, { start: 0, end: 9 }),
  suffix: range({ suffix: 3 }, '789', { start: 7, end: 9 }),
  suffix_of_all: range({ suffix: 10 }, text, { start: 0, end: 9 }),
  suffix_larger_than_the_object: range({ suffix: 99 }, text, { start: 0, end: 9 }),
  range_after_the_end: refused({ start: 10 }, text),
  range_far_after_the_end: refused({ start: 1000, end: 2000 }, text),
  range_of_an_empty_object: refused({ start: 0 }, ''),
  range_that_is_none: {
    title: 'What is no range is refused before any request.',
    async run(scene) {
      const { key } = await scene.made(text);
      const requests = scene.recordRequests();
      const wrong = [{ start: 5, end: 4 }, { start: -1 }, { start: 0.5 }, { suffix: 0 }, { suffix: -3 }, {}];
      for (const range of wrong) {
        const error = await scene.failure(scene.storage.get({ key, range: range as ByteRange })); // misshapen on purpose
        assertError(error, { code: 'invalid_request', outcome: 'not_applied' });
      }
      assertEqual(requests().length, 0, 'requests');
    },
  },
  range_of_a_version: {
    title: 'A range with `ifMatch` comes only from the version that is meant.',
    async run(scene) {
      const { key, etag } = await scene.made(text);
      const range = { start: 1, end: 2 };
      assertEqual(
        await scene.value((await scene.value(scene.storage.get({ key, range, ifMatch: etag }))).text()),
        '12',
        'text',
      );
      await scene.put(key, 'abcdefghij');
      const error = await scene.failure(scene.storage.get({ key, range, ifMatch: etag }));
      assertError(error, { code: 'precondition_failed', reason: 'etag_mismatch' });
    },
  },
});

function range(
  asked: ByteRange,
  content: string,
  given: { readonly start: number; readonly end: number },
): StorageRow {
  return {
    title: `${JSON.stringify(asked)} of ten bytes is "${content}".`,
    parameters: asked,
    async run(scene) {
      const { key } = await scene.made(text, { contentType: 'text/plain' });
      const object = await scene.value(scene.storage.get({ key, range: asked }));
      assert(object.range !== undefined, 'the range is said');
      assertEqual(object.range, given, 'range');
      assertEqual(
        [object.info.sizeBytes, object.info.contentType],
        [10, 'text/plain'],
        'size of the whole, and type',
      );
      assertEqual(await scene.value(object.text()), content, 'text');
    },
  };
}

function refused(asked: ByteRange, content: string): StorageRow {
  return {
    title: `${JSON.stringify(asked)} of ${content.length} bytes is \`range_invalid\`.`,
    parameters: [asked, content],
    async run(scene) {
      const { key } = await scene.made(content);
      const error = await scene.failure(scene.storage.get({ key, range: asked }));
      assertError(error, { code: 'invalid_request', reason: 'range_invalid', outcome: 'not_applied' });
    },
  };
}
