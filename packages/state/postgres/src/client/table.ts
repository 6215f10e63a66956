import { DriverFailure } from '@patchbay/core';
import type { PoolClient } from 'pg';

/** Of the table below. It grows with it, and is kept in the table's comment. */
const tableVersion = 1;
const comment = (version: number): string => `patchbay state, version ${version}`;

/** Any number that is always the same: makers of the table wait for each other. */
const lock = 7_212_618_501;

/** A name of the options as SQL takes it. It has no quotes, for the options refuse them. */
export function quoted(table: string): string {
  return table
    .split('.')
    .map((part) => `"${part}"`)
    .join('.');
}

// Keys and values are octets: text of Postgres has no null character, and depends on the database's encoding.
const definition = (name: string): string => `DO $make$ BEGIN
  PERFORM pg_advisory_xact_lock(${lock});
  CREATE TABLE ${name} (key bytea PRIMARY KEY, value bytea NOT NULL, expires_at timestamptz, mark uuid);
  CREATE INDEX ON ${name} (expires_at) WHERE expires_at IS NOT NULL;
  COMMENT ON TABLE ${name} IS '${comment(tableVersion)}';
EXCEPTION WHEN duplicate_table THEN -- another was first
END $make$`;

/**
 * Makes the table where it is missing, in one transaction; of one that is there it looks at the version.
 * @throws `DriverFailure` `config_invalid` for a table of a later version, or of another application.
 */
export async function prepareTable(connection: PoolClient, table: string): Promise<void> {
  const before = await commentOn(connection, table);
  if (before === comment(tableVersion)) return;
  if (before === undefined) await connection.query(definition(quoted(table)));
  const found = before ?? (await commentOn(connection, table)) ?? '';
  if (found === comment(tableVersion)) return;
  throw new DriverFailure({
    code: 'config_invalid',
    message: `The table ${table} cannot be used: it is another application's, or of another version of this package.`,
  });
}

/**
 * `undefined` where there is no such table yet. `to_regclass` also finds one that was made after the statement began, whose
 * comment the statement cannot see: it would look like another application's, were its row not asked for, too.
 */
async function commentOn(connection: PoolClient, table: string): Promise<string | undefined> {
  const { rows } = await connection.query<Readonly<Record<string, unknown>>>(
    `SELECT coalesce(obj_description(oid, 'pg_class'), '') AS comment FROM pg_class WHERE oid = to_regclass($1)`,
    [quoted(table)],
  );
  const [row] = rows;
  return row === undefined ? undefined : String(row['comment']);
}
