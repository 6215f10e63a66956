import type { Prepared as PreparedOf } from '@patchbay/core/sqlite';
import { inLine, table } from './table.ts';

const sweptAtOnce = 64;

const due = (status: 'waiting' | 'running') =>
  `SELECT seq, at FROM ${table} WHERE queue = ? AND status = '${status}' AND at <= ? ORDER BY at, seq LIMIT ?`;

const held = "queue = ? AND id = ? AND token = ? AND status = 'running'";

/** The status of a job that comes to the end of its line. */
const atTheEnd = (row: string) =>
  `CASE WHEN EXISTS (SELECT 1 FROM ${table} AS other WHERE other.queue = ${row}.queue
    AND other.ordering_key = ${row}.ordering_key AND other.${inLine}) THEN 'behind' ELSE 'waiting' END`;

/** Everything that is ever asked of the table. Each walks an index no further than it has rows to give or to change. */
export const statements = {
  enqueue: `WITH given (queue, id, ordering_key, at, payload) AS (VALUES (?, ?, ?, ?, ?))
    INSERT INTO ${table} (queue, id, ordering_key, status, at, attempts, payload)
    SELECT queue, id, ordering_key, ${atTheEnd('given')}, at, 0, payload FROM given WHERE true
    ON CONFLICT (queue, id) DO NOTHING`,
  forget: `DELETE FROM ${table} WHERE queue = ? AND id = ? AND status = 'done' AND at <= ?`,
  get: `SELECT * FROM ${table} WHERE queue = ? AND id = ? AND NOT (status = 'done' AND at <= ?)`,
  due: `SELECT seq FROM (SELECT * FROM (${due('waiting')}) UNION ALL SELECT * FROM (${due('running')}))
    ORDER BY at, seq LIMIT ?`,
  take: `UPDATE ${table} SET status = 'running', at = ?, attempts = attempts + 1, token = ? WHERE seq = ?
    RETURNING *`,
  renew: `UPDATE ${table} SET at = ? WHERE ${held} AND at > ?`,
  complete: `UPDATE ${table} SET status = 'done', at = ? WHERE ${held} RETURNING ordering_key`,
  retry: `UPDATE ${table} SET status = 'waiting', at = ?, error = ? WHERE ${held}`,
  bury: `UPDATE ${table} SET status = 'dead', at = ?, error = ? WHERE ${held}
    RETURNING ordering_key`,
  wasTold: `SELECT 1 FROM ${table} WHERE queue = ? AND id = ? AND token = ? AND status = ?`,
  moveUp: `UPDATE ${table} SET status = 'waiting' WHERE status = 'behind' AND seq =
    (SELECT seq FROM ${table} WHERE queue = ? AND ordering_key = ? AND ${inLine} ORDER BY seq LIMIT 1)`,
  stats: `SELECT status, count(*) AS jobs, sum(at <= ?) AS due, min(at) AS first FROM ${table}
    WHERE queue = ? AND status IN ('waiting', 'behind', 'running', 'dead') GROUP BY status`,
  dead: `SELECT * FROM ${table} WHERE queue = ? AND status = 'dead' AND (at, seq) < (?, ?)
    ORDER BY at DESC, seq DESC LIMIT ?`,
  redrive: `UPDATE ${table} SET seq = (SELECT max(seq) + 1 FROM ${table}), status = ${atTheEnd(table)},
    at = ?, attempts = 0, token = NULL WHERE queue = ? AND id = ? AND status = 'dead'`,
  discard: `DELETE FROM ${table} WHERE queue = ? AND id = ? AND status = 'dead'`,
  sweep: `DELETE FROM ${table} WHERE seq IN
    (SELECT seq FROM ${table} WHERE status = 'done' AND at <= ? ORDER BY at LIMIT ${sweptAtOnce})`,
} as const;

/** Gives one of them, prepared. */
export type Prepared = PreparedOf<keyof typeof statements>;

/** Drops a few of the jobs that were done long ago. */
export function sweep(prepared: Prepared, now: number): void {
  prepared('sweep').run(now);
}
