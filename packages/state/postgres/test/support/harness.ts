import type { StartOptions } from '@patchbay/core/conformance';
import type { AnyState, StateHarness, StateSubject } from '@patchbay/state/conformance';
import { virtualClock } from '@patchbay/testing';
import type { PostgresServer } from '@patchbay/tooling-servers/postgres';
import { Client, Pool } from 'pg';
import { capabilities } from '../../src/capabilities.ts';
import { postgresState } from '../../src/index.ts';

const noHttp = 'Postgres speaks no HTTP';
const server = 'the server is a real one, and nobody stands before it (test/server.test.ts)';

const exempt = {
  'redaction.*.vendor_fault': server,
  'resilience.*.html_*': noHttp,
  'resilience.*.json_*': noHttp,
  'resilience.*.garbage': noHttp,
  'resilience.*.other_shape': noHttp,
  'resilience.*.truncated': noHttp,
  'resilience.*.slow_body': noHttp,
  'resilience.*.retry_after_*': noHttp,
  'resilience.*.rate_limited': noHttp,
  'resilience.*.wrong_credential': server,
  'resilience.*.no_permission': server,
  'resilience.*.server_error': server,
  'resilience.*.unavailable': server,
  'resilience.*.refused': server,
  'resilience.*.reset_*': server,
  'resilience.*.hang': server,
  'resilience.*.hang_after_commit': server,
  'resilience.*.lost_answer': server,
  'resilience.*.late_answer_is_still_one_effect': server,
  'resilience.*.deadline_is_exact': server,
  'resilience.*.timeout_of_an_attempt_is_exact': server,
  'resilience.*.unknown_stays_unknown': server,
  'resilience.*.asked_again_later': server,
  'resilience.*.no_retry_when_switched_off': server,
  'resilience.*.circuit_opens_on_faults': server,
  'resilience.*.recovers': server,
  'resilience.*.aborted_after_the_effect': server,
  'resilience.*.aborted_before_the_answer': server,
  'resilience.*.aborted_while_waiting': server,
  'resilience.*.aborted_within_the_body': server,
  'resilience.*.aborted_between_pages': server,
  'resilience.*.aborted_calls_leave_others_alone': server,
  'resilience.check.is_one_reading_request': server,
  'resilience.check.is_never_retried': server,
  'resilience.check.is_shared': server,
  'resilience.check.does_not_open_the_circuit': server,
} as const;

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
    exempt,
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
