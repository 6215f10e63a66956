import type { Clock } from '@patchbay/core';
import type { StartOptions } from '@patchbay/core/conformance';
import type { AnyJobs, JobsHarness, JobsSubject } from '@patchbay/jobs/conformance';
import type { PostgresServer } from '@patchbay/tooling-servers/postgres';
import { Pool, type PoolClient } from 'pg';
import { capabilities } from '../../src/capabilities.ts';
import { type PgbossJobsOptions, pgbossJobs } from '../../src/index.ts';
import { patientClock } from './patient-clock.ts';

const lacks = { wire: 'the server is a real one, and nobody stands before it (test/server.test.ts)' };

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
    lacks,
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
