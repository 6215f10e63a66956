import { type Kit, secret } from '@patchbay/core';
import { codeOf } from '../errors.ts';
import { addressOf, type BullmqJobsOptions, prefixOf } from '../options.ts';
import { Connection } from './connection.ts';
import { type BullmqEngine, Engine } from './engine.ts';

/** Above the policy's own limits: the policy decides when to give up. */
const connectTimeoutMs = 15_000;

/** How long the server may take to close a connection that we have ended. */
const disconnectTimeoutMs = 1000;

const connections = new WeakMap<BullmqEngine, Connection>();

/** Loads BullMQ and ioredis, and makes their clients, which repeat nothing and connect with the first call. */
export async function loadClient(options: BullmqJobsOptions, kit: Kit): Promise<Engine> {
  const [{ Redis }, bullmq] = await Promise.all([import('ioredis'), import('bullmq')]);
  const { host, port, username, password, database, isEncrypted } = addressOf(options);
  if (password !== undefined) secret(password); // the URL is one as a whole; the server may quote a part
  const redis = new Redis({
    host,
    port,
    db: database,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(isEncrypted && { tls: {} }),
    lazyConnect: true,
    retryStrategy: null,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    connectTimeout: connectTimeoutMs,
    disconnectTimeout: disconnectTimeoutMs,
    keepAlive: 30_000,
    enableReadyCheck: false, // a `PING` of ours asks less of the account than the `INFO` of ioredis
    disableClientInfo: true,
    reconnectOnError: (error) => codeOf(error) === 'READONLY', // the name may lead to the new primary by now
  });
  const engine = new Engine(redis, bullmq, prefixOf(options));
  connections.set(engine, new Connection(redis, kit));
  return engine;
}

/** The connection of an engine that `loadClient` made. */
export function connectionOf(engine: BullmqEngine): Connection {
  const connection = connections.get(engine);
  if (connection === undefined) throw new TypeError('This engine was made by somebody else.');
  return connection;
}
