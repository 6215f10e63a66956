import type { Clock } from '@patchbay/core';
import type { StartOptions } from '@patchbay/core/conformance';
import type { AnyJobs, JobsHarness, JobsSubject } from '@patchbay/jobs/conformance';
import type { PostgresServer } from '@patchbay/tooling-servers/postgres';
import { Pool, type PoolClient } from 'pg';
import { capabilities } from '../../src/capabilities.ts';
import { type PgbossJobsOptions, pgbossJobs } from '../../src/index.ts';
import { patientClock } from './patient-clock.ts';

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

const keepDoneMs = 86_400_000;

type Row = Readonly<Record<string, unknown>>;

/** Where a subject lives, and who looks there beside the adapter. */
interface Place {
  readonly server: PostgresServer;
  readonly schema: string;
  readonly far: Pool;
}

/** The jobs in pg-boss as the conformance suite drives them: a schema for each subject, on one server. */
export function harnessOn(server: () => PostgresServer): JobsHarness {
  const free: string[] = [];
  let schemas = 0;
  let far: Pool | undefined;
  return {
    provider: 'pgboss',
    capabilities,
    exempt,
    async start(options) {
      far ??= farPool(server().url());
      const schema = free.pop() ?? (await newSchema(server(), far, `jobs_${(schemas += 1)}`));
      return start({ server: server(), schema, far }, options, () => free.push(schema));
    },
  };
}

/** It ends with the server. */
function farPool(connectionString: string): Pool {
  const pool = new Pool({ connectionString, max: 4, allowExitOnIdle: true });
  pool.on('error', () => {});
  return pool;
}

/** The engine makes its tables, and is told the time of the connection instead of the server's. */
async function newSchema(server: PostgresServer, far: Pool, schema: string): Promise<string> {
  const jobs = pgbossJobs({ url: server.url(), schema });
  await jobs.get({ queue: 'none', id: 'makes the tables' });
  await jobs.close();
  await far.query(`CREATE OR REPLACE FUNCTION ${schema}.job_now() RETURNS timestamptz LANGUAGE sql STABLE AS
    $$ SELECT to_timestamp(current_setting('clock.now')::float8 / 1000) $$`);
  return schema;
}

async function start(
  place: Place,
  options: StartOptions<AnyJobs> = {},
  release: () => void,
): Promise<JobsSubject> {
  const { server, schema, far } = place;
  const facades: AnyJobs[] = [];
  const isBusy = (): boolean => facades.some((made) => made.health().inFlight > 0);
  const clock = patientClock(isBusy);
  const url = withClock(options.credential === 'wrong' ? server.url('another-password') : server.url());
  const another = async (): Promise<AnyJobs> => {
    const made = await open({ url, schema, poolSize: 4 }, clock, options);
    facades.push(made);
    return made;
  };
  const end = () => Promise.all(facades.splice(0).map((made) => made.close()));
  return {
    facade: await another(),
    clock,
    canAdvance: true,
    keepDoneMs,
    settle: (promise) => clock.settle(promise, { busy: isBusy }),
    secrets: [server.password, url],
    jobs: () => jobsAt(clock.now(), place),
    another,
    restart: () =>
      end()
        .then(() => server.restart())
        .then(another),
    transact: (work, ending) => transact(clock.now(), far, work, ending),
    async [Symbol.asyncDispose]() {
      await end();
      await far.query(`TRUNCATE ${schema}.job; DELETE FROM ${schema}.queue`);
      release();
    },
  };
}

async function open(
  options: PgbossJobsOptions,
  clock: Clock,
  { policy, planted, credential }: StartOptions<AnyJobs>,
): Promise<AnyJobs> {
  const setup = { clock, ...(policy !== undefined && { policy }) };
  // A planted factory takes what the adapter’s own takes; the suite cannot know the type.
  const made = planted?.factory?.(options as never, setup) ?? pgbossJobs(options, setup);
  tellTime((await Reflect.get(made, 'native')()).getDb().pool, () => clock.now());
  // Connects in real time, which the clock does not see.
  if (credential !== 'wrong') await made.get({ queue: 'none', id: 'connects' });
  return made;
}

async function transact(
  now: number,
  far: Pool,
  work: (transaction: unknown) => Promise<void>,
  ending: 'commit' | 'rollback',
): Promise<void> {
  const client = await far.connect();
  try {
    await client.query(`BEGIN; SET LOCAL clock.now = ${now}`);
    await work(client);
    await client.query(ending);
  } finally {
    client.release(true);
  }
}

function withClock(url: string): string {
  return `${url}?options=${encodeURIComponent('-c clock.now=0')}`;
}

/** Tells each connection the time of the virtual clock when it is lent; it stands still until the call has ended. */
function tellTime(pool: Pool, now: () => number): void {
  const connect = pool.connect.bind(pool);
  const told = new WeakMap<PoolClient, number>();
  const ignore = (): void => {};
  pool.connect = async () => {
    const connection = await connect();
    const time = now();
    if (told.get(connection) === time) return connection;
    connection.on('error', ignore); // the query fails too
    try {
      await connection.query(`SET clock.now = '${time}'`);
    } catch (error) {
      connection.release(true);
      throw error;
    } finally {
      connection.off('error', ignore);
    }
    told.set(connection, time);
    return connection;
  };
}

async function jobsAt(
  now: number,
  { schema, far }: Place,
): Promise<readonly { readonly queue: string; readonly id: string }[]> {
  const { rows } = await far.query<Row>(
    `SELECT name, data ->> 'id' AS id FROM ${schema}.job
      WHERE state <> 'completed' OR completed_on + interval '1 day' > to_timestamp(${now} / 1000.0)`,
  );
  return rows.map(({ name, id }) => ({ queue: String(name), id: String(id) }));
}
