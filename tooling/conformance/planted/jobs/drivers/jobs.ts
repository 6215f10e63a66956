import { IntegrationError } from '@patchbay/core';
import type { AnyJobs } from '@patchbay/jobs/conformance';
import type { JobsDefect, JobsDriver } from '../broken.ts';
import { driver, heldOf, ids, inputs, instead, jobOf, payloads, results, textOf, toFields } from '../broken.ts';

const readySinceTheFirst: JobsDefect = {
  facade(jobs, subject) {
    let first: number | undefined;
    const enqueue: AnyJobs['enqueue'] = (...given) => {
      first ??= subject.clock.now();
      return jobs.enqueue(...given);
    };
    const stats: AnyJobs['stats'] = async (...given) => {
      const found = await jobs.stats(...given);
      return { ...found, ...(found.oldestReadyAt && { oldestReadyAt: new Date(first ?? 0) }) };
    };
    return { ...jobs, enqueue, stats };
  },
};

/** Defects in what is written down, under which id, and what is told of it. */
export const jobDrivers: readonly JobsDriver[] = [
  driver('always-new', 'says of every job that it is new', 'contract.enqueue.once_per_id', results('enqueue', (result) => ({ ...toFields(result), isNew: true }))),
  driver('lost-id-is-drawn', 'draws an id where the caller’s got lost', 'contract.enqueue.refuses_a_lost_id', inputs(['enqueue'], ({ id, ...input }) => (id === undefined ? input : { id, ...input }))),
  driver('ids-in-lower-case', 'keeps ids in lower case', 'names.enqueue.exact_upper_case', ids((id) => id.toLowerCase())),
  driver('ids-trimmed', 'trims ids', 'names.enqueue.exact_spaces', ids((id) => id.trim() || id)),
  driver('ids-normalised', 'normalises Unicode in ids', 'names.enqueue.exact_decomposed', ids((id) => id.normalize('NFC'))),
  driver('ids-cut', 'cuts ids after 100 characters', 'names.enqueue.exact_longest', ids((id) => id.slice(0, 100))),
  driver('ids-without-colons', 'replaces what its own keys are made of', 'names.enqueue.exact_colons', ids((id) => id.replaceAll(':', '-'))),
  driver('ids-are-numbers', 'takes ids of digits for numbers', 'names.enqueue.exact_digits_with_zeros', ids((id) => (/^\d+$/.test(id) ? String(Number(id)) : id))),
  driver('ids-without-surrogates', 'replaces lone surrogates', 'names.enqueue.refused_lone_surrogate', ids((id) => id.replace(/\p{Cs}/gu, '\uFFFD'))),
  driver('queues-with-anything', 'takes any name of a queue', 'names.enqueue.refused_queue_spaces', inputs(['enqueue'], (input) => ({ ...input, queue: textOf(input, 'queue').replace(/[^a-zA-Z0-9._-]/g, '_') }))),
  driver('payload-loses-undefined', 'drops what JSON does not know', 'payloads.enqueue.refused_undefined', payloads((json) => json)),
  driver('payload-makes-texts', 'turns dates into texts', 'payloads.enqueue.refused_date', payloads((json) => json)),
  driver('payload-without-nulls', 'drops null characters', 'payloads.enqueue.exact_null_character', payloads((json) => json.replaceAll('\\u0000', ''))),
  driver('payload-of-short-numbers', 'keeps seven digits of numbers', 'payloads.enqueue.exact_many_digits', payloads((json) => json.replace(/\d\.\d{8,}/g, (digits) => String(Number(digits).toPrecision(7))))),
  driver('payload-normalised', 'normalises Unicode in payloads', 'payloads.enqueue.exact_composed_and_decomposed', payloads((json) => json.normalize('NFC'))),
  driver('payload-read-as-json', 'reads texts that look like JSON', 'payloads.enqueue.exact_json_in_text', inputs(['enqueue'], (input) => {
    const { payload } = input;
    return typeof payload === 'string' && payload.startsWith('{') ? { ...input, payload: JSON.parse(payload) } : input;
  })),
  driver('payload-loses-empties', 'drops empty objects', 'payloads.enqueue.random', payloads((json) => json.replaceAll('{}', 'null'))),
  driver('payload-later', 'reads the payload when it is written', 'contract.enqueue.takes_the_payload_at_once', instead('enqueue', (_jobs, original) => async (...given) => {
    for (let turns = 0; turns < 20; turns += 1) await Promise.resolve();
    return original(...given);
  })),
  driver('time-ignored', 'does not wait for the time of a job', 'contract.enqueue.not_before', inputs(['enqueue'], ({ runAt: _lost, ...input }) => input)),
  driver('time-too-late', 'runs jobs a millisecond too late', 'contract.enqueue.not_before', inputs(['enqueue'], (input) => {
    const { runAt } = input;
    return runAt instanceof Date ? { ...input, runAt: new Date(runAt.getTime() + 1) } : input;
  })),
  driver('done-is-gone', 'forgets a job when it is done', 'contract.enqueue.id_is_taken_when_done', instead('complete', (jobs) => async (input) => {
    await jobs.bury({ ...heldOf(input), error: 'done' });
    return jobs.dead.discard(jobOf(input));
  })),
  driver('done-for-ever', 'never forgets', 'contract.enqueue.forgets_in_time', instead('get', (_jobs, original) => {
    let last: unknown;
    return async (...given) => (last = (await original(...given)) ?? last);
  })),
  driver('missing-is-an-error', 'fails where no job is', 'contract.get.missing', results('get', (job) => {
    if (job === undefined) throw failure('not_found');
    return job;
  })),
  driver('reads-from-a-cache', 'reads from a cache of its own', 'contract.get.sees_what_another_wrote', instead('get', (_jobs, original) => {
    const known = new Map<string, unknown>();
    return async (input) => {
      const id = textOf(input, 'id');
      if (!known.has(id)) known.set(id, await original(input));
      return known.get(id);
    };
  })),
  driver('no-reason-told', 'does not tell what the last try came to', 'contract.get.tells_where_it_is', results('get', (job) => {
    const { lastError: _lost, ...rest } = toFields(job);
    return job === undefined ? undefined : rest;
  })),
  driver('errors-cut-short', 'keeps 255 characters of errors', 'contract.dead.list.long_errors', inputs(['bury'], (input) => ({ ...input, error: textOf(input, 'error').slice(0, 255) }))),
  driver('letters-of-one-page', 'lists the first page only', 'contract.dead.list.pages', instead('dead.list', (jobs) => (input, options) => {
    const list = jobs.dead.list(jobOf(input), toFields(options));
    const page = async () => ({ items: (await list.page()).items });
    return { page, async *[Symbol.asyncIterator]() { yield* (await page()).items; } };
  })),
  driver('letter-without-tries', 'does not tell the tries of a dead job', 'contract.dead.list.whole', instead('dead.list', (jobs) => (input) => {
    const page = async () => {
      const items: unknown[] = [];
      for await (const job of jobs.dead.list({ queue: textOf(input, 'queue') })) items.push({ ...job, attempts: 0 });
      return { items };
    };
    return { page, async *[Symbol.asyncIterator]() { yield* (await page()).items; } };
  })),
  driver('bury-is-discard', 'forgets what was given up', 'contract.bury.ends', instead('bury', (jobs, original) => async (...given) => {
    const isBuried = await original(...given);
    await jobs.dead.discard(jobOf(given[0]));
    return isBuried;
  })),
  driver('redrive-without-payload', 'loses the payload of a redriven job', 'contract.dead.redrive.new_life', instead('dead.redrive', (jobs) => async (input) => {
    const isDiscarded = await jobs.dead.discard(jobOf(input));
    if (isDiscarded) await jobs.enqueue({ ...jobOf(input), payload: null });
    return isDiscarded;
  })),
  driver('redrives-anything', 'says that it redrove what is not dead', 'contract.dead.redrive.not_dead', results('dead.redrive', () => true)),
  driver('discards-anything', 'says that it discarded what is not dead', 'contract.dead.discard.not_dead', results('dead.discard', () => true)),
  driver('delayed-are-ready', 'counts jobs that wait for their time as ready', 'contract.stats.counts', results('stats', (stats) => {
    const { ready, delayed, ...rest } = toFields(stats);
    return { ...rest, ready: Number(ready) + Number(delayed), delayed: 0 };
  })),
  driver('oldest-is-youngest', 'tells that the oldest job is ready only now', 'contract.stats.oldest', instead('stats', (_jobs, original, subject) => async (...given) => {
    const stats = toFields(await original(...given));
    return 'oldestReadyAt' in stats ? { ...stats, oldestReadyAt: new Date(subject.clock.now()) } : stats;
  })),
  driver('oldest-untold', 'does not tell since when the oldest job is ready', 'contract.stats.counts', results('stats', (stats) => {
    const { oldestReadyAt: _lost, ...rest } = toFields(stats);
    return rest;
  })),
  driver('old-in-a-new-life', 'counts every job as ready since the first one was written down', 'contract.stats.oldest_of_a_new_life', readySinceTheFirst),
  driver('takes-anything', 'drops fields that it does not know', 'errors.enqueue.input_of_another_shape', inputs(['enqueue'], ({ nonsense: _lost, ...input }) => input)),
  driver('prints-the-input', 'shows payloads in errors', 'redaction.enqueue.refused_call', instead('enqueue', (_jobs, original) => async (input) => {
    try {
      return await original(input);
    } catch {
      throw failure('invalid_request', `Refused: ${JSON.stringify(input)}`);
    }
  })),
  driver('says-it-cannot-count', 'says that it has no stats, and has', 'unsupported.stats.refused_before_any_request', {
    capabilities: (capabilities) => ({ ...capabilities, operations: { ...capabilities.operations, stats: false } }),
  }),
  driver('says-it-is-remote', 'says that it is reached over a wire, and is not', 'resilience.check.is_one_reading_request', {
    capabilities: (capabilities) => ({ ...capabilities, embedded: false }),
  }),
  driver('says-it-is-durable', 'says that it survives a restart, and does not', 'contract.enqueue.survives_a_restart', saysThat('durable')),
  driver('says-it-has-transactions', 'says that it takes transactions, and does not', 'transaction.enqueue.committed', saysThat('transaction')),
];

function saysThat(trait: 'durable' | 'transaction'): JobsDriver['defect'] {
  return { capabilities: (capabilities) => ({ ...capabilities, traits: { ...capabilities.traits, [trait]: true } }) };
}

function failure(code: 'not_found' | 'invalid_request', message = 'It failed.'): IntegrationError {
  return new IntegrationError({ code, outcome: 'not_applied', message, category: 'jobs', operation: 'jobs.enqueue' });
}
