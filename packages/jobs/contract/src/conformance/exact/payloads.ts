import { assertEqual, assertError, assertMentions } from '@patchbay/core/conformance';
import type { Json } from '../../job.ts';
import { readPayload } from '../../payload.ts';
import { cases, type JobsRow, type JobsRows } from '../define.ts';
import { randomOf } from '../random.ts';
import { heldBy } from '../scene.ts';

const deep = (levels: number): Json => (levels === 0 ? 'here' : [deep(levels - 1)]);
const most = 256 * 1024;

const exact: Readonly<Record<string, Json>> = {
  null: null,
  no: false,
  zero: 0,
  empty_text: '',
  empty_list: [],
  empty_object: {},
  text: 'a postcard',
  text_of_digits: '007',
  null_character: 'a\u0000b\u0000',
  control_characters: '\u0001\u001b\u007f\r\n\t',
  composed_and_decomposed: ['\u00e9', 'e\u0301'],
  emoji: '👩‍👩‍👧 and 🗼',
  byte_order_mark: '\uFEFFa',
  line_separators: '\u2028\u2029',
  json_in_text: '{"b":1,"a":[null,true]} ',
  escapes_in_text: '\\u0000 \\n \\\\ "quoted" \'single\' `back` ${x} $1 %s',
  numbers: [1, -1, 0.1, 1e21, 1e-7, 5e-324, 1.7976931348623157e308, 9_007_199_254_740_991],
  many_digits: [0.1 + 0.2, 1 / 3, 123_456_789.123_456_78],
  names: {
    '': 1,
    ' ': 2,
    a: 3,
    A: 4,
    'a.b': 5,
    '10': 6,
    '9': 7,
    $ref: 8,
    '\u0000': 9,
    é: 10,
    constructor: 11,
  },
  nested: { list: [[], [[]], {}, { a: { b: { c: null } } }], mixed: [1, 'a', null, true, { x: [false] }] },
  prototype_name: readPayload('{"__proto__":{"polluted":true},"a":1}'),
  dates_in_text: { at: '2026-01-01T00:00:00.000Z' },
  deepest: deep(100),
  largest: 'v'.repeat(most - 2),
  largest_of_four_octets: '🗼'.repeat((most - 4) / 4),
};

function withHole(): readonly unknown[] {
  const list: unknown[] = [1];
  list[2] = 3;
  return list;
}

const cycle: { self?: unknown } = {};
cycle.self = cycle;

/** What cannot be kept, and what the error names: the path and what was found. */
const refused: Readonly<Record<string, readonly [payload: unknown, path: string, found: string]>> = {
  nothing: [undefined, 'payload', 'nothing'],
  undefined: [{ a: [1, undefined] }, 'payload.a.1', 'nothing'],
  hole: [withHole(), 'payload.1', 'nothing'],
  date: [{ at: new Date(0) }, 'payload.at', 'a Date'],
  not_a_number: [{ sum: Number.NaN }, 'payload.sum', 'NaN'],
  infinite: [[Number.NEGATIVE_INFINITY], 'payload.0', '-Infinity'],
  big_integer: [{ minor: 1n }, 'payload.minor', 'a bigint'],
  function: [{ run: () => 1 }, 'payload.run', 'a function'],
  symbol: [Symbol('a'), 'payload', 'a symbol'],
  symbol_name: [{ [Symbol('a')]: 1 }, 'payload', 'symbol'],
  map: [{ seats: new Map([['a', 1]]) }, 'payload.seats', 'a Map'],
  bytes: [new Uint8Array(2), 'payload', 'a Uint8Array'],
  instance: [{ error: new TypeError('x') }, 'payload.error', 'a TypeError'],
  cycle: [{ order: cycle }, 'payload.order.self', 'a cycle'],
  lone_surrogate: [{ name: ['a\udc00b'] }, 'payload.name.0', 'no well-formed Unicode'],
  lone_surrogate_in_a_name: [{ 'a\ud800': 1 }, 'payload', 'no well-formed Unicode'],
  too_large: ['v'.repeat(most - 1), 'payload', '262144 octets'],
  too_large_in_octets: ['€'.repeat(87_382), 'payload', '262144 octets'],
  too_deep: [deep(101), 'payload.0.0', '100 levels'],
};

function exactRow(payload: Json): JobsRow {
  return {
    title: 'The payload is kept exactly, through a try and, where jobs can die, a death.',
    parameters: JSON.stringify(payload).slice(0, 40),
    needs: { operations: ['get', 'claim'] },
    run: async (scene) => {
      const { jobs, queue } = scene;
      const { id } = await scene.enqueue({ payload });
      assertExact((await scene.read(id))?.payload, payload, 'as it is kept');
      const job = await scene.claimOne();
      assertExact(job.payload, payload, 'as it is claimed');
      if (!jobs.supports('bury') || !jobs.supports('dead.list')) return;
      await scene.value(jobs.bury({ ...heldBy(job), error: 'enough' }));
      const [dead] = await scene.all(jobs.dead.list({ queue }));
      assertExact(dead?.payload, payload, 'as it is listed');
    },
  };
}

/** By content: the order of names does not count. Long ones are not printed. */
function assertExact(found: unknown, payload: Json, what: string): void {
  const isLong = JSON.stringify(payload).length > 1000;
  if (isLong) assertEqual(JSON.stringify(found) === JSON.stringify(payload), true, `the same ${what}`);
  else assertEqual(found, payload, `the payload ${what}`);
}

function refusedRow([payload, path, found]: readonly [unknown, string, string]): JobsRow {
  return {
    title: 'A payload that cannot be kept exactly is `invalid_request`, which says where and what.',
    parameters: [path, found, typeof payload === 'string' && payload.length],
    async run(scene) {
      // The compiler refuses most of these; a dynamic caller gives them.
      const input = { queue: scene.queue, payload: payload as Json };
      const error = await scene.failure(scene.jobs.enqueue(input));
      assertError(error, { code: 'invalid_request', outcome: 'not_applied' });
      assertMentions(error, path);
      assertMentions(error, found);
      assertEqual(await scene.farIds(), [], 'jobs on the far side');
    },
  };
}

/** Any JSON, for the same seed the same. */
function randomJson(random: () => number, levels: number): Json {
  const drawn = Math.floor(random() * (levels === 0 ? 6 : 9));
  const text = (): string =>
    Array.from({ length: Math.floor(random() * 6) }, () =>
      String.fromCodePoint(Math.floor(random() * (random() < 0.5 ? 0x80 : 0xd7ff))),
    ).join('');
  const many = <T>(make: () => T): readonly T[] => Array.from({ length: Math.floor(random() * 4) }, make);
  if (drawn < 6)
    return [null, true, false, text(), Math.floor((random() - 0.5) * 1e12), random() * 1e-9][drawn] ?? null;
  if (drawn === 6) return text();
  if (drawn === 7) return many(() => randomJson(random, levels - 1));
  return Object.fromEntries(many(() => [text(), randomJson(random, levels - 1)] as const));
}

const named = <T>(start: string, table: Readonly<Record<string, T>>, row: (value: T) => JobsRow): JobsRows =>
  Object.fromEntries(Object.entries(table).map(([name, value]) => [`${start}_${name}`, row(value)]));

/** Payloads are kept exactly, or refused. */
export const payloadCases = cases('payloads', 'enqueue', {
  ...named('exact', exact, exactRow),
  ...named('refused', refused, refusedRow),
  random: {
    title: 'Fifty random payloads are kept exactly.',
    needs: { operations: ['claim'] },
    async run(scene) {
      const random = randomOf(5);
      const payloads = Array.from({ length: 50 }, () => randomJson(random, 4));
      for (const [index, payload] of payloads.entries()) await scene.enqueue({ id: String(index), payload });
      const jobs = await scene.claimSoon(50);
      assertEqual(jobs.length, 50, 'jobs');
      for (const { id, payload } of jobs) assertExact(payload, payloads[Number(id)] ?? null, `of ${id}`);
    },
  },
});
