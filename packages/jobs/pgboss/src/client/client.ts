import { DriverFailure, type Kit, reveal, secret } from '@patchbay/core';
import type { Client, ClientConfig } from 'pg';
import type { Clock, PgBoss } from 'pg-boss';
import { type PgbossJobsOptions, settingsOf } from '../options.ts';
import { PoolDatabase } from './database.ts';

const connectTimeoutMs = 5000;

/**
 * Loads `pg` and `pg-boss`, and makes an engine that does nothing by itself: it has no timers, polls for no jobs, and
 * keeps its connections in a pool that opens them when they are needed.
 */
export async function loadClient(options: PgbossJobsOptions, { clock }: Kit): Promise<PgBoss> {
  const [{ Client, Pool }, { PgBoss }] = await Promise.all([import('pg'), import('pg-boss')]);
  const { url, schema, poolSize, keepDoneMs } = settingsOf(options);
  const connectionString = reveal(url);
  assertUsable(connectionString, (config) => new Client(config));
  const { password } = new URL(connectionString);
  if (password !== '') secret(decodeURIComponent(password)); // the URL is one as a whole; the server may quote a part
  const pool = new Pool({
    connectionString,
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    allowExitOnIdle: true,
    application_name: 'patchbay-jobs',
  });
  // A connection that breaks while nobody uses it is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  const boss = new PgBoss({
    db: new PoolDatabase(pool),
    schema,
    supervise: false,
    schedule: false,
    registerInstance: false,
    reindex: false,
    monitorVacuum: false,
    maintenanceIntervalSeconds: sweepSeconds(keepDoneMs),
    openTelemetry: { enabled: false },
    clock: withoutTimers(() => clock.now()),
  });
  boss.on('error', () => {}); // what it says it throws too, but for work that nobody waits for
  return boss;
}

/** How often jobs that are forgotten are deleted: a quarter of their time, but 5 seconds to a minute. */
export function sweepSeconds(keepDoneMs: number): number {
  return Math.min(60, Math.max(5, Math.round(keepDoneMs / 4000)));
}

/** The engine asks for timers to look after its caches and queues. Here `claim` looks after them. */
function withoutTimers(now: () => number): Clock {
  return { now, setTimeout() {}, clearTimeout() {}, setInterval() {}, clearInterval() {} };
}

/** `pg` reads the URL, and the certificates that it names, once for each connection; here it tells early. */
function assertUsable(connectionString: string, make: (config: ClientConfig) => Client): void {
  try {
    make({ connectionString });
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it is malformed';
    throw new DriverFailure({
      code: 'config_invalid',
      message: `The URL of the database cannot be used: ${why}.`,
    });
  }
}
