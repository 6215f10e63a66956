import type { CompareAndSwap, Increment, KeyInput, ListKeys, PutRecord } from '@patchbay/state';

/** One statement with its parameters. */
export interface Statement {
  readonly text: string;
  readonly values: readonly (Uint8Array | string | number | null)[];
}

/** Names one change: a row that has it afterwards was written by this statement. */
export type Mark = string;

const sweptAtOnce = 64;

/** The moment, read once, and after the wait for whoever had the row before: the server's clock decides. */
const moment = '(SELECT clock_timestamp() AS now OFFSET 0) AS moment';

const lives = (now: string): string => `(r.expires_at IS NULL OR r.expires_at > ${now})`;

/** To the millisecond, as the contract tells it. */
const endOf = (ttlMs: string, now: string): string =>
  `date_trunc('milliseconds', ${now}) + ${ttlMs}::float8 * interval '1 millisecond'`;

const octets = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The statements of every operation over one table, given as SQL takes its name. */
export class Statements {
  readonly #table: string;

  constructor(table: string) {
    this.#table = table;
  }

  /** Whether it is absent is asked as of the statement's begin, before what it sees: both fit together. */
  get({ key }: KeyInput): Statement {
    const text = `SELECT value, (extract(epoch FROM expires_at) * 1000)::float8 AS ends
      FROM ${this.#table} AS r WHERE key = $1 AND ${lives('now()')}`;
    return { text, values: [octets(key)] };
  }

  put({ key, value, ttlMs = null }: Nullable<PutRecord>): Statement {
    const end = endOf('$3', 'clock_timestamp()');
    const text = `INSERT INTO ${this.#table} (key, value, expires_at) VALUES ($1, $2, ${end})
      ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = ${end}, mark = NULL`;
    return { text, values: [octets(key), octets(value), ttlMs] };
  }

  delete({ key }: KeyInput): Statement {
    return { text: `DELETE FROM ${this.#table} WHERE key = $1`, values: [octets(key)] };
  }

  /** One that is there is written as it was: only so the statement can tell what it is, whoever wrote it meanwhile. */
  putIfAbsent({ key, value, ttlMs = null }: Nullable<PutRecord>, mark: Mark): Statement {
    const isThere = lives('moment.now');
    const text = `INSERT INTO ${this.#table} AS r (key, value, expires_at, mark)
      VALUES ($1, $2, ${endOf('$3', 'clock_timestamp()')}, $4::uuid)
      ON CONFLICT (key) DO UPDATE SET (value, expires_at, mark) = (SELECT
        CASE WHEN ${isThere} THEN r.value ELSE excluded.value END,
        CASE WHEN ${isThere} THEN r.expires_at ELSE ${endOf('$3', 'moment.now')} END,
        CASE WHEN ${isThere} THEN r.mark ELSE excluded.mark END
        FROM ${moment})
      RETURNING value, coalesce(mark = $4::uuid, false) AS did`;
    return { text, values: [octets(key), octets(value), ttlMs, mark] };
  }

  /** A value becomes another, or the record ends now: such a row is swept later. */
  swap({ key, value, ttlMs = null }: Nullable<CompareAndSwap>, expected: string, mark: Mark): Statement {
    const end = value === undefined ? `'-infinity'::timestamptz` : endOf('$5', 'moment.now');
    const text = `UPDATE ${this.#table} AS r SET (value, expires_at, mark) = (SELECT
        CASE WHEN swap.is_due THEN $3::bytea ELSE r.value END,
        CASE WHEN swap.is_due THEN ${end} ELSE r.expires_at END,
        CASE WHEN swap.is_due THEN $4::uuid ELSE r.mark END
        FROM ${moment} CROSS JOIN LATERAL (SELECT r.value = $2 AND ${lives('moment.now')} AS is_due) AS swap)
      WHERE key = $1
      RETURNING value, coalesce(mark = $4::uuid, false) AS did, ${lives('clock_timestamp()')} AS lives`;
    const values = [octets(key), octets(expected), octets(value ?? ''), mark];
    return { text, values: value === undefined ? values : [...values, ttlMs] };
  }

  /** What is no counter, or would leave the safe integers, stays as it is. */
  increment({ key, by = 1, ttlMs = null }: Nullable<Increment>, mark: Mark): Statement {
    const isThere = lives('moment.now');
    const digits = `encode(r.value, 'escape')`;
    const safe = (count: string): string =>
      `${count} BETWEEN ${Number.MIN_SAFE_INTEGER} AND ${Number.MAX_SAFE_INTEGER}`;
    const text = `INSERT INTO ${this.#table} AS r (key, value, expires_at, mark)
      VALUES ($1, decode($2::bigint::text, 'escape'), ${endOf('$3', 'clock_timestamp()')}, $4::uuid)
      ON CONFLICT (key) DO UPDATE SET (value, expires_at, mark) = (SELECT
        CASE WHEN step.is_sound THEN decode((counter.before + $2::bigint)::text, 'escape') ELSE r.value END,
        CASE WHEN ${isThere} THEN r.expires_at ELSE ${endOf('$3', 'moment.now')} END,
        CASE WHEN step.is_sound THEN excluded.mark ELSE r.mark END
        FROM ${moment}
        CROSS JOIN LATERAL (SELECT CASE
          WHEN NOT ${isThere} THEN 0
          WHEN length(r.value) <= 17 AND ${digits} ~ '^(0|-?[1-9][0-9]*)$' THEN ${digits}::bigint
          END AS before) AS counter
        CROSS JOIN LATERAL (SELECT ${safe('counter.before')} AND ${safe('counter.before + $2::bigint')} AS is_sound)
          AS step)
      RETURNING value, coalesce(mark = $4::uuid, false) AS did`;
    return { text, values: [octets(key), String(by), ttlMs, mark] };
  }

  /** Octets are compared, never patterns. */
  list({ prefix = '' }: ListKeys, after: string, limit: number): Statement {
    const from = octets(prefix);
    const text = `SELECT key FROM ${this.#table} AS r
      WHERE key >= $1 AND key < $2 AND key > $3 AND ${lives('now()')} ORDER BY key LIMIT $4`;
    return { text, values: [from, endOfPrefix(from), octets(after), limit] };
  }

  /** The same write; it deletes a few of those that have expired too, and waits for nobody to do so. */
  sweeping({ text, values }: Statement): Statement {
    const sweep = `WITH swept AS (DELETE FROM ${this.#table} WHERE key = ANY (ARRAY(
      SELECT key FROM ${this.#table} WHERE expires_at <= now() AND key <> $1
      ORDER BY expires_at LIMIT ${sweptAtOnce} FOR UPDATE SKIP LOCKED)))`;
    return { text: `${sweep} ${text}`, values };
  }
}

/** What comes after all that begins so. UTF-8 has no octet 255, so the last one can always be one more. */
function endOfPrefix(prefix: Uint8Array): Uint8Array {
  const last = prefix.at(-1);
  return last === undefined ? Uint8Array.of(255) : Uint8Array.of(...prefix.subarray(0, -1), last + 1);
}

/** Life that is left out is `null` to the database. */
type Nullable<T extends { readonly ttlMs?: number }> = Omit<T, 'ttlMs'> & { readonly ttlMs?: number | null };
