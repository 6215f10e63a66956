import { assertEqual } from '@patchbay/core/conformance';
import { cases, type JobsRow, type JobsRows } from '../define.ts';
import { heldBy } from '../scene.ts';

const exact: Readonly<Record<string, string>> = {
  digits: '7',
  digits_with_zeros: '007',
  colons: 'receipt:7:mail',
  spaces: '  two before, two after  ',
  path: 'a/../b//c',
  pattern: 'a*b?c[d]%e_f',
  quotes: `'"\\\``,
  braces: '{a}',
  encoded: 'a%20b+c',
  composed: '\u00e9',
  decomposed: 'e\u0301',
  upper_case: 'ABC',
  lower_case: 'abc',
  emoji: '👩‍👩‍👧',
  highest_character: '\u{10FFFF}',
  prototype: '__proto__',
  word_null: 'null',
  longest: 'i'.repeat(255),
  longest_in_octets: `${'€'.repeat(84)}abc`,
};

const refused: Readonly<Record<string, string>> = {
  empty: '',
  too_long: 'i'.repeat(256),
  too_long_in_octets: '€'.repeat(86),
  null_character: 'a\u0000',
  line_feed: 'a\nb',
  lone_surrogate: 'a\ud800',
};

const refusedQueues: Readonly<Record<string, string>> = {
  empty: '',
  too_long: 'q'.repeat(101),
  spaces: 'my mails',
  colon: 'shop:mails',
  slash: 'shop/mails',
  umlaut: 'möbel',
  line_feed: 'mails\n',
};

function exactRow(id: string): JobsRow {
  return {
    title: 'The id is kept exactly, and names this job alone.',
    parameters: id,
    needs: { operations: ['get', 'claim'] },
    async run(scene) {
      const { jobs, queue } = scene;
      const others = [
        `${id} `,
        Array.from(id).slice(0, -1).join(''),
        id.toLowerCase(),
        id.toUpperCase(),
        id.normalize('NFD'),
        id.normalize('NFC'),
      ];
      const apart = [...new Set(others)].filter((other) => other !== id && other !== '' && other.length < 80);
      await scene.enqueue({ id, payload: 'this' });
      await scene.enqueueAll(apart, { payload: 'another' });
      assertEqual((await scene.read(id))?.payload, 'this', 'its payload');
      assertEqual(await scene.farIds(), [id, ...apart].toSorted(), 'ids on the far side');
      const [job] = await scene.claimSoon();
      assertEqual([job?.id, job?.payload], [id, 'this'], 'the claimed job');
      if (job === undefined || !jobs.supports('bury') || !jobs.supports('dead.redrive')) return;
      await scene.value(jobs.bury({ ...heldBy(job), error: 'enough' }));
      assertEqual(await scene.value(jobs.dead.redrive({ queue, id })), true, 'redriven');
    },
  };
}

function refusedRow(id: string): JobsRow {
  return {
    title: 'An id that cannot be kept is `invalid_request`, wherever it is given.',
    parameters: [id.length, id.slice(0, 2)],
    async run(scene) {
      const { jobs, queue } = scene;
      await scene.assertRefused('enqueue', () => jobs.enqueue({ queue, id, payload: null }));
      await scene.assertRefused('get', () => jobs.get({ queue, id }));
      await scene.assertRefused('complete', () => jobs.complete({ queue, id, token: 'any' }));
      await scene.assertRefused('dead.redrive', () => jobs.dead.redrive({ queue, id }));
      assertEqual(await scene.farIds(), [], 'jobs on the far side');
    },
  };
}

function refusedQueueRow(queue: string): JobsRow {
  return {
    title: 'A queue’s name of other characters is `invalid_request`, wherever it is given.',
    parameters: queue,
    async run(scene) {
      const { jobs } = scene;
      await scene.assertRefused('enqueue', () => jobs.enqueue({ queue, payload: null }));
      await scene.assertRefused('claim', () => jobs.claim({ queue, limit: 1, leaseMs: 1000 }));
      await scene.assertRefused('stats', () => jobs.stats({ queue }));
      await scene.assertRefused('dead.list', () => jobs.dead.list({ queue }).page());
      assertEqual(await scene.subject.jobs(), [], 'jobs on the far side');
    },
  };
}

const named = (
  table: Readonly<Record<string, string>>,
  start: string,
  row: (text: string) => JobsRow,
): JobsRows =>
  Object.fromEntries(Object.entries(table).map(([name, text]) => [`${start}_${name}`, row(text)]));

/** Ids and names of queues are kept exactly, or refused. */
export const nameCases = cases('names', 'enqueue', {
  ...named(exact, 'exact', exactRow),
  ...named(refused, 'refused', refusedRow),
  ...named(refusedQueues, 'refused_queue', refusedQueueRow),
  longest_queue: {
    title: 'A queue’s name may have a hundred characters.',
    needs: { operations: ['get', 'claim', 'stats'] },
    async run(scene) {
      const queue = `${'Aa0._-'.repeat(16)}abcd`;
      const { id } = await scene.held(queue);
      await scene.assertStats({ running: 1 }, queue);
      assertEqual((await scene.read(id, queue))?.queue, queue, 'the queue of the job');
    },
  },
});
