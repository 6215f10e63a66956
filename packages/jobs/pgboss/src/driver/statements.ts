/** Our statements over the engine's table. Of each `$1` is the queue, and `$2` a UUID, or several. */
export type Statements = ReturnType<typeof statementsOver>;

/** So many jobs whose lease has ended are taken back at once. */
const lapsedAtOnce = 100;

/** The engine ends no job because it runs for long: ours end with their lease. */
const longestSeconds = 2_147_483_647;

/** Far enough that the engine deletes no job that waits, and near enough that it can reckon with it. */
const forGood = `timestamptz '9999-01-01'`;

const one = 'j.name = $1 AND j.id = $2::uuid';

const columns = `j.id, j.data, j.output, j.state::text AS state, j.retry_count, j.started_on IS NOT NULL AS was_begun,
  (extract(epoch FROM j.start_after) * 1000)::float8 AS run_at`;

const inMs = (count: string): string => `${count}::float8 * interval '1 millisecond'`;

/**
 * What the engine does not do itself: leases of any length, order within a transaction, looking. It stands in one
 * transaction with what it does. Columns: https://github.com/timgit/pg-boss/blob/12.38.0/src/plans.ts (2026-11-22)
 */
export function statementsOver(schema: string, keepDoneMs: number) {
  const job = `"${schema}".job`;
  const now = `"${schema}".job_now()`;
  /** Done so long ago that its id is free, though the engine may not have deleted it yet. */
  const isForgotten = `(j.state IN ('completed', 'cancelled')
    AND j.completed_on + ${inMs(String(keepDoneMs))} <= ${now})`;
  return {
    queue: `SELECT 1 FROM "${schema}".queue WHERE name = $1`,
    get: `SELECT ${columns} FROM ${job} AS j WHERE ${one} AND NOT ${isForgotten}`,
    claimable: `SELECT EXISTS (SELECT 1 FROM ${job} AS j WHERE j.name = $1 AND j.state IN ('created', 'retry')
        AND NOT j.blocked AND j.start_after <= ${now}) AS has_due, EXISTS (${lapsed(job, now)}) AS has_lapsed`,
    forgotten: `SELECT ${isForgotten} AS forgotten FROM ${job} AS j WHERE ${one} FOR UPDATE`,
    ...ofWriting(job, now),
    ...ofHolding(job, now),
    ...ofDead(job),
    stats: counting(job, now),
  };
}

/**
 * What the engine's insert leaves out. The order of jobs is that of the moments at which they were written, not at
 * which their transactions began; one whose time has not come holds up those of its key, and none could run before it
 * was written.
 */
function ofWriting(job: string, now: string) {
  return {
    arrange: `UPDATE ${job} AS j SET created_on = clock_timestamp(), keep_until = ${forGood},
      expire_seconds = ${longestSeconds}, start_after = greatest(j.start_after, ${now}, (
        SELECT max(earlier.start_after) FROM ${job} AS earlier WHERE earlier.name = $1
          AND earlier.singleton_key = j.singleton_key AND earlier.state = 'created' AND earlier.id <> j.id))
      WHERE ${one}`,
  };
}

/**
 * Leases are the engine's heartbeats: the moment of the last one, moved so that the sum is exact to the millisecond.
 */
function ofHolding(job: string, now: string) {
  const lease = `heartbeat_seconds = ceil($3::float8 / 1000)::int,
    heartbeat_on = ${now} + ${inMs('$3')} - ceil($3::float8 / 1000) * interval '1 second'`;
  return {
    lapsed: `${lapsed(job, now)} LIMIT ${lapsedAtOnce} FOR UPDATE SKIP LOCKED`,
    // Without the token: nobody holds it any more.
    restore: `UPDATE ${job} AS j SET output = jsonb_strip_nulls(jsonb_build_object('error', had.output::jsonb -> 'error'))
      FROM unnest($2::uuid[], $3::text[]) AS had (id, output) WHERE j.name = $1 AND j.id = had.id`,
    hold: `WITH held AS (
        UPDATE ${job} AS j SET ${lease}, output = jsonb_strip_nulls(
          jsonb_build_object('token', gen_random_uuid(), 'error', j.output -> 'error'))
        WHERE j.name = $1 AND j.id = ANY ($2::uuid[])
        RETURNING ${columns}, j.created_on
      ) SELECT * FROM held ORDER BY created_on`,
    lock: `SELECT j.state::text AS state, j.retry_count, j.output ->> 'token' = $3 AS is_ours, ${isLapsed(now)} AS is_lapsed
      FROM ${job} AS j WHERE ${one} FOR UPDATE`,
    renew: `UPDATE ${job} AS j SET ${lease} WHERE ${one}`,
    // The next failure is its last, keeps it for good, and holds up no other of its key.
    giveUp: `UPDATE ${job} AS j SET retry_limit = j.retry_count, deletion_seconds = 0, singleton_key = 'job:' || j.id
      WHERE ${one}`,
  };
}

/** Jobs whose lease has ended. Those that are active are few, and in the index of the policy. */
function lapsed(job: string, now: string): string {
  return `SELECT j.id, j.retry_count, j.output FROM ${job} AS j
    WHERE j.name = $1 AND j.policy = 'key_strict_fifo' AND j.state = 'active' AND ${isLapsed(now)}`;
}

function isLapsed(now: string): string {
  return `(j.heartbeat_on + j.heartbeat_seconds * interval '1 second' <= ${now})`;
}

/** A page is told by the moment `$2`, in microseconds, and the UUID `$3` of the last one before it. */
function ofDead(job: string) {
  const diedAt = `(extract(epoch FROM j.completed_on) * 1000000)::bigint`;
  return {
    dead: `SELECT ${columns}, ${diedAt}::text AS died_at FROM ${job} AS j
      WHERE j.name = $1 AND j.state = 'failed' AND ($2::bigint IS NULL OR (${diedAt}, j.id) < ($2::bigint, $3::uuid))
      ORDER BY ${diedAt} DESC, j.id DESC LIMIT $4`,
    lockDead: `SELECT ${columns} FROM ${job} AS j WHERE ${one} AND j.state = 'failed' FOR UPDATE`,
  };
}

/** Of the jobs of one key, one is ready where one that waits is due, and none runs or waits for its next try. */
function counting(job: string, now: string): string {
  return `SELECT coalesce(sum(waiting), 0)::float8 AS waiting, coalesce(sum(running), 0)::float8 AS running,
      coalesce(sum(dead), 0)::float8 AS dead, coalesce(sum(ready), 0)::float8 AS ready,
      (extract(epoch FROM min(first_due) FILTER (WHERE ready = 1)) * 1000)::float8 AS oldest
    FROM (SELECT count(*) FILTER (WHERE j.state < 'active') AS waiting,
        count(*) FILTER (WHERE j.state = 'active') AS running,
        count(*) FILTER (WHERE j.state = 'failed') AS dead,
        min(j.start_after) FILTER (WHERE j.state < 'active') AS first_due,
        (coalesce(bool_or(j.state < 'active' AND j.start_after <= ${now}), false)
          AND NOT bool_or(j.state = 'active' OR j.state = 'retry' AND j.start_after > ${now}))::int AS ready
      FROM ${job} AS j WHERE j.name = $1 AND j.state IN ('created', 'retry', 'active', 'failed')
      GROUP BY j.singleton_key) AS by_key`;
}
