import type { StartOptions } from '@patchbay/core/conformance';
import type { AnyState, StateHarness, StateSubject } from '@patchbay/state/conformance';
import { virtualClock } from '@patchbay/testing';
import type { PostgresServer } from '@patchbay/tooling-servers/postgres';
import { Client, Pool } from 'pg';
import { capabilities } from '../../src/capabilities.ts';
import { postgresState } from '../../src/index.ts';

const lacks = { wire: 'the server is a real one, and nobody stands before it (test/server.test.ts)' };

/** The state in Postgres as the conformance suite drives it: a table for each subject, on one server. */
export function harnessOn(server: () => PostgresServer): StateHarness {
  let tables = 0;
  let far: Pool | undefined;
  let clockMade: Promise<unknown> | undefined;
  const ask = async (text: string): Promise<readonly Row[]> => {
    far ??= farPool(server().url());
    return (await far.query<Row>(text)).rows;
  };
  return {
    provider: 'postgres',
    capabilities,
    lacks,
    async start(options) {
      await (clockMade ??= ask(`CREATE SCHEMA clock; ${clockFunctions}`));
      return start({ server: server(), ask, table: `public.state_${(tables += 1)}` }, options);
    },
  };
}

type Row = Readonly<Record<string, unknown>>;

/** Where a subject lives, and who looks there beside the adapter. */
interface Place {
  readonly server: PostgresServer;
  readonly table: string;
  readonly ask: (text: string) => Promise<readonly Row[]>;
}

/** It ends with the server. */
function farPool(connectionString: string): Pool {
  const pool = new Pool({ connectionString, max: 2, allowExitOnIdle: true });
  pool.on('error', () => {});
  return pool;
}

async function start(
  { server, table, ask }: Place,
  { policy, planted, credential }: StartOptions<AnyState> = {},
): Promise<StateSubject> {
  const clock = virtualClock();
  const url = withClock(credential === 'wrong' ? server.url('another-password') : server.url());
  const setup = { clock, ...(policy !== undefined && { policy }) };
  const facades: AnyState[] = [];
  const another = async (): Promise<AnyState> => {
    const options = { url, table, poolSize: 4 };
    // A planted factory takes what the adapter’s own takes; the suite cannot know the type.
    const made = planted?.factory?.(options as never, setup) ?? postgresState(options, setup);
    const pool: Pool = await Reflect.get(made, 'native')();
    tellTime(pool, () => clock.now());
    facades.push(made);
    if (credential !== 'wrong') await made.get('connects in real time, which the clock does not see');
    return made;
  };
  const end = async (): Promise<void> => {
    for (const made of facades) await made.close();
  };
  return {
    facade: await another(),
    clock,
    canAdvance: true,
    settle: (promise) =>
      clock.settle(promise, { busy: () => facades.some((made) => made.health().inFlight > 0) }),
    secrets: [server.password, url],
    keys: () => keysAt(clock.now(), table, ask),
    another,
    async restart() {
      await end();
      await server.restart();
      return another();
    },
    [Symbol.asyncDispose]: end, // the tables go with the server
  };
}

/** Functions that stand before those of Postgres and tell the time that the connection was told. */
const clockFunctions = ['now', 'clock_timestamp']
  .map(
    (name) => `CREATE FUNCTION clock.${name}() RETURNS timestamptz LANGUAGE sql VOLATILE AS
      $$ SELECT to_timestamp(current_setting('clock.now')::float8 / 1000) $$;`,
  )
  .join('');

function withClock(url: string): string {
  return `${url}?options=${encodeURIComponent('-c search_path=clock,public,pg_catalog -c clock.now=0')}`;
}

/** Tells each connection the time of the virtual clock when it is lent; it stands still until the call has ended. */
function tellTime(pool: Pool, now: () => number): void {
  const connect = pool.connect.bind(pool);
  pool.connect = async () => {
    const connection = await connect();
    await connection.query(`SET clock.now = '${now()}'`);
    return connection;
  };
}

async function keysAt(now: number, table: string, ask: Place['ask']): Promise<readonly string[]> {
  const rows = await ask(
    `SELECT key FROM ${table} WHERE coalesce(expires_at > to_timestamp(${now} / 1000.0), true)`,
  );
  return rows.map(({ key }) => String(key));
}

/** Asks the server beside the adapter. */
export async function query(url: string, text: string): Promise<readonly Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}
