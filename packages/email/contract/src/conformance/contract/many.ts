import { assert, assertEqual, assertError, CaseFailure } from '@patchbay/core/conformance';
import type { Message } from '../../message.ts';
import type { SendManyOptions, SendResult } from '../../send-many.ts';
import { cases } from '../define.ts';
import type { EmailScene } from '../scene.ts';

const needs = { operations: ['send'] } as const;

/** Many mails: each is a call of its own. */
export const manyCases = cases('contract', 'sendMany', {
  sends_each: {
    title: 'Every mail is sent once, and every result says which mail it is about.',
    needs,
    async run(scene) {
      const messages = numbered(scene, 20);
      const results = await collect(scene, messages);
      assertEqual(
        indexes(results),
        messages.map((_message, index) => index),
        'indexes of the results',
      );
      for (const result of results) {
        assert(result.ok, 'each mail is taken');
        const { subject } = await scene.mailOf(result.receipt);
        assertEqual(subject, `Letter ${result.index}`, `subject of mail ${result.index}`);
      }
      assertEqual(await scene.mailbox.count(), 20, 'mails on the far side');
    },
  },
  nothing_to_send: {
    title: 'Of no mails there are no results.',
    needs,
    async run(scene) {
      assertEqual(await collect(scene, []), [], 'results');
    },
  },
  one_bad_mail_among_others: {
    title: 'A mail that cannot be sent is a result with its error; all the others are sent.',
    needs,
    async run(scene) {
      const messages = numbered(scene, 6).map((message, index) =>
        index === 2 ? { ...message, to: 'nobody at all' } : message,
      );
      const results = await collect(scene, messages, { concurrency: 2 });
      assertEqual(indexes(results), [0, 1, 2, 3, 4, 5], 'indexes of the results');
      const [failed, ...more] = results.filter((result) => !result.ok);
      assert(failed !== undefined && !failed.ok && more.length === 0, 'one mail fails');
      assertEqual(failed.index, 2, 'the mail that fails');
      assertError(failed.error, { code: 'invalid_request', outcome: 'not_applied' });
      assertEqual(await scene.mailbox.count(), 5, 'mails on the far side');
    },
  },
  no_more_at_a_time_than_allowed: {
    title: 'Mails are taken from the source only as there is room.',
    needs,
    async run(scene) {
      const taken: number[] = [];
      const source = watched(numbered(scene, 9), (index) => taken.push(index));
      const results: SendResult[] = [];
      let most = 0;
      const sending = (async (): Promise<void> => {
        for await (const result of scene.email.sendMany(source, { concurrency: 3 })) {
          most = Math.max(most, taken.length - results.length);
          results.push(result);
        }
      })();
      await scene.value(sending);
      assert(most <= 3, `at most 3 mails at a time, found ${most}`);
      assertEqual(taken.length, 9, 'mails taken');
    },
  },
  stops_when_nobody_listens: {
    title: 'Who stops reading results stops the sending: no further mail is taken.',
    needs,
    async run(scene) {
      let taken = 0;
      const source = watched(numbered(scene, 50), () => (taken += 1));
      const sending = (async (): Promise<void> => {
        for await (const result of scene.email.sendMany(source, { concurrency: 2 })) if (result.ok) break;
      })();
      await scene.value(sending);
      assert(taken <= 3, `at most 3 mails are taken, found ${taken}`);
    },
  },
  aborted_in_the_middle: {
    title: 'After an abort no further mail is sent; mails on their way tell what became of them.',
    needs,
    async run(scene) {
      const controller = new AbortController();
      let taken = 0;
      const source = watched(numbered(scene, 50), () => (taken += 1));
      const results: SendResult[] = [];
      const sending = (async (): Promise<void> => {
        const options = { concurrency: 2, signal: controller.signal };
        for await (const result of scene.email.sendMany(source, options)) {
          results.push(result);
          controller.abort();
        }
      })();
      await scene.value(sending);
      assert(taken <= 4, `at most 4 mails are taken, found ${taken}`);
      assertEqual(results.length, taken, 'results: one for each mail that was taken');
      const count = await scene.mailbox.count();
      assert(count <= taken, `no more mails on the far side than were taken, found ${count}`);
    },
  },
  broken_source: {
    title: 'What the source throws comes through, after the results of the mails before it.',
    needs,
    async run(scene) {
      const source = async function* broken(): AsyncGenerator<Message> {
        yield* numbered(scene, 2);
        throw new CaseFailure('the source is broken');
      };
      const results: SendResult[] = [];
      const sending = (async (): Promise<void> => {
        for await (const result of scene.email.sendMany(source())) results.push(result);
      })();
      const settled = await scene.subject.settle(sending);
      assert(settled.status === 'rejected' && settled.reason instanceof CaseFailure, 'what the source threw');
      assertEqual(indexes(results), [0, 1], 'indexes of the results');
    },
  },
  repeated_under_one_key: {
    title: 'A run that is repeated under its key sends nothing twice.',
    needs: { ...needs, keys: true },
    async run(scene) {
      const messages = numbered(scene, 5);
      const key = scene.once();
      await collect(scene, messages.slice(0, 3), key);
      const results = await collect(scene, messages, key);
      assert(
        results.every(({ ok }) => ok),
        'each mail is taken',
      );
      assertEqual(await scene.mailbox.count(), 5, 'mails on the far side');
    },
  },
  outage_in_the_middle: {
    title: 'An outage that is over soon is a result for the mails that met it, and for no other.',
    needs: { ...needs, wire: true },
    start: { policy: { retry: false } },
    async run(scene) {
      scene.wire.fault({ kind: 'vendor', error: 'unavailable' }, { times: 2 });
      const results = await collect(scene, numbered(scene, 8), { concurrency: 1 });
      assertEqual(
        results.map((result) => (result.ok ? 'sent' : `${result.error.code} ${result.error.outcome}`)),
        [...Array<string>(2).fill('provider_unavailable unknown'), ...Array<string>(6).fill('sent')],
        'results',
      );
    },
  },
});

function numbered(scene: EmailScene, count: number): readonly Message[] {
  return Array.from({ length: count }, (_, index) =>
    scene.message({ to: scene.at(`reader-${index}`), subject: `Letter ${index}` }),
  );
}

async function* watched(
  messages: readonly Message[],
  taken: (index: number) => void,
): AsyncGenerator<Message> {
  for (const [index, message] of messages.entries()) {
    taken(index);
    yield message;
  }
}

function collect(
  scene: EmailScene,
  messages: readonly Message[],
  options: SendManyOptions = {},
): Promise<readonly SendResult[]> {
  const collecting = async (): Promise<readonly SendResult[]> => {
    const results: SendResult[] = [];
    for await (const result of scene.email.sendMany(messages, options)) results.push(result);
    return results;
  };
  return scene.value(collecting());
}

function indexes(results: readonly SendResult[]): readonly number[] {
  return results.map(({ index }) => index).toSorted((left, right) => left - right);
}
