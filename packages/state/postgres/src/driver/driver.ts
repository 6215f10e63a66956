import type { Call, Driver, Kit } from '@patchbay/core';
import type { CasResult, CompareAndSwap, StateApi } from '@patchbay/state';
import type { Pool } from 'pg';
import type { capabilities } from '../capabilities.ts';
import { type Run, runner } from '../client/run.ts';
import { quoted } from '../client/table.ts';
import { type PostgresStateOptions, settingsOf } from '../options.ts';
import { fromIncrement, fromKeys, fromPutIfAbsent, fromRecord, fromSwap } from './rows.ts';
import { Statements } from './statements.ts';

const mostKeysPerPage = 1000;
const writesPerSweep = 16;

/** One statement per operation, which is a transaction of its own. */
export function driver(
  pool: Pool,
  options: PostgresStateOptions,
  kit: Kit,
): Driver<StateApi, typeof capabilities> {
  const { table } = settingsOf(options);
  const statements = new Statements(quoted(table));
  const run = runner(pool, table, kit);
  const write = sweeper(run, statements);
  const newMark = (): string => crypto.randomUUID();
  return {
    get: (input, call) => run(statements.get(input), call, (rows) => fromRecord(input.key, rows)),
    put: (input, call) => write(statements.put(input), call, nothing),
    delete: (input, call) => write(statements.delete(input), call, nothing),
    putIfAbsent: (input, call) => write(statements.putIfAbsent(input, newMark()), call, fromPutIfAbsent),
    cas: (input, call) => swap({ statements, run, write }, input, newMark(), call),
    increment: (input, call) =>
      write(statements.increment(input, newMark()), call, (rows) => fromIncrement(input.by ?? 1, rows)),
    list(input, call) {
      const size = Math.min(call.limit ?? mostKeysPerPage, mostKeysPerPage);
      const statement = statements.list(input, call.cursor ?? '', size + 1);
      return run(statement, call, (rows) => fromKeys(size, rows));
    },
  };
}

const nothing = (): void => {};

interface Means {
  readonly statements: Statements;
  readonly run: Run;
  readonly write: Run;
}

/** Which statement it is depends on what is nothing: what is expected, what is to be there, or both. */
async function swap(
  { statements, run, write }: Means,
  input: CompareAndSwap,
  mark: string,
  call: Call,
): Promise<CasResult> {
  const { key, expected, value, ...life } = input;
  if (expected !== undefined)
    return write(statements.swap(input, expected, mark), call, (rows) => fromSwap(value, rows));
  if (value !== undefined) {
    const found = await write(statements.putIfAbsent({ key, value, ...life }, mark), call, fromPutIfAbsent);
    return { isSwapped: found.isNew, value: found.value };
  }
  const found = await run(statements.get({ key }), call, (rows) => fromRecord(key, rows));
  return { isSwapped: found === undefined, ...(found !== undefined && { value: found.value }) };
}

/** Writes that sweep, now and then, so that none takes long. */
function sweeper(run: Run, statements: Statements): Run {
  let writes = 0;
  return (statement, attempt, read) => {
    writes += 1;
    return run(writes % writesPerSweep === 0 ? statements.sweeping(statement) : statement, attempt, read);
  };
}
