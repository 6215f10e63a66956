import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ErrorCode, isErrorCode } from '@patchbay/core';
import * as sqlite from '../../packages/core/src/sqlite/errors.ts';
import * as sendgrid from '../../packages/email/sendgrid/src/errors.ts';
import * as smtp from '../../packages/email/smtp/src/errors.ts';
import { meanings as pgbossStates } from '../../packages/jobs/pgboss/src/errors.ts';
import { meanings as postgresStates } from '../../packages/state/postgres/src/errors.ts';
import { adapters, type DocumentedAdapter } from './adapters.ts';
import { root } from './documents.ts';
import { moduleExports } from './module-exports.ts';

/** What a refusal means in the contract's words. */
export interface Meaning {
  readonly code: ErrorCode;
  readonly reason?: string;
}

/** One thing that a vendor says, and what it means. */
export interface ErrorRow extends Meaning {
  /** As a reader finds it in the vendor's documentation, in Markdown. */
  readonly says: string;
}

type Table = Readonly<Record<string, Meaning>>;

/** Adapters whose tables are not read by the vendor's code or by HTTP status. An empty one has no words of its own. */
const special: Readonly<Record<string, readonly ErrorRow[]>> = {
  'email-sendgrid': [
    ...rows(sendgrid.meaningByMessage, (text) => `“${text}”`),
    ...sendgrid.meaningByField.map(([form, meaning]) => ({ says: `field \`${fieldOf(form)}\``, ...meaning })),
    ...rows(sendgrid.meaningByStatus),
  ],
  'email-smtp': [
    ...rows(smtp.meaningByDetail, (detail) => `\`5.${detail}\``),
    ...rows(smtp.meaningOfSender, (status) => `\`${status}\` to \`MAIL FROM\``),
    ...rows(smtp.meaningByStatus, (status) => `\`${status}\``),
    ...Object.entries(smtp.codeByName).map(([name, code]) => ({ says: `nodemailer’s \`${name}\``, code })),
  ],
  'jobs-memory': [],
  'jobs-pgboss': rows(pgbossStates, sqlState),
  'jobs-sqlite': sqliteRows(),
  'state-memory': [],
  'state-postgres': rows(postgresStates, sqlState),
  'state-sqlite': sqliteRows(),
  'storage-memory': [],
};

/** What each adapter says, from the tables of its errors room in the order in which they stand there. */
export const errorTables: ReadonlyMap<string, readonly ErrorRow[]> = new Map(
  await Promise.all(
    adapters.map(
      async (adapter) => [adapter.name, special[adapter.name] ?? (await tablesOf(adapter))] as const,
    ),
  ),
);

/** The tables that a room exports: by the vendor's code, and by HTTP status where the keys are numbers. */
async function tablesOf({ name, folder }: DocumentedAdapter): Promise<readonly ErrorRow[]> {
  const found = await Promise.all(roomFiles(`${folder}/src`).map(moduleExports));
  const tables = found.flat().filter(isTable);
  if (tables.length === 0)
    throw new Error(
      `${name}: export the table of src/errors.ts, or give it a line in tooling/docs/error-tables.ts.`,
    );
  return tables.flatMap((table) => rows(table));
}

function roomFiles(source: string): readonly string[] {
  const [file, room] = [join(root, source, 'errors.ts'), join(root, source, 'errors')];
  if (existsSync(file)) return [file];
  return readdirSync(room)
    .toSorted()
    .map((name) => join(room, name));
}

function isTable(value: unknown): value is Table {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const meanings: readonly unknown[] = Object.values(value);
  return meanings.length > 0 && meanings.every(isMeaning);
}

function isMeaning(value: unknown): value is Meaning {
  return typeof value === 'object' && value !== null && 'code' in value && isErrorCode(value.code);
}

function rows(table: Table, says: (key: string) => string = saidAs): readonly ErrorRow[] {
  return Object.entries(table).map(([key, { code, reason }]) => ({
    says: says(key),
    code,
    ...(reason !== undefined && { reason }),
  }));
}

function saidAs(key: string): string {
  return /^\d{3}$/.test(key) ? `HTTP ${key}` : `\`${key}\``;
}

function sqliteRows(): readonly ErrorRow[] {
  return [...rows(sqlite.sqliteTable, (number) => `\`SQLITE_${number}\``), ...rows(sqlite.systemTable)];
}

/** A class of SQLSTATE has two characters; five name one of its own. */
function sqlState(state: string): string {
  return state.length === 2 ? `SQLSTATE \`${state}…\`` : `SQLSTATE \`${state}\``;
}

/** `^personalizations\.\d+\.headers(\.|$)` as `personalizations.n.headers`. */
function fieldOf({ source }: RegExp): string {
  return source
    .replaceAll('(\\.|$)', '')
    .replaceAll('|$)', ')')
    .replaceAll('\\d+', 'n')
    .replaceAll(/[\\^$]/g, '')
    .replaceAll('|', '\\|');
}
