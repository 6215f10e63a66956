import { type Kit, secret } from '@patchbay/core';
import type { Redis } from 'ioredis';
import { codeOf } from '../errors.ts';
import { addressOf, type RedisStateOptions } from '../options.ts';
import { Connection } from './connection.ts';

/** Above the policy's own limits: the policy decides when to give up. */
const connectTimeoutMs = 15_000;

/** How long the server may take to close a connection that we have ended. */
const disconnectTimeoutMs = 1000;

const connections = new WeakMap<Redis, Connection>();

/** Loads ioredis and makes its client, which repeats nothing and connects with the first call. */
export async function loadClient(options: RedisStateOptions, kit: Kit): Promise<Redis> {
  const { Redis: Client } = await import('ioredis');
  const { host, port, username, password, database, isEncrypted } = addressOf(options);
  if (password !== undefined) secret(password); // the URL is one as a whole; the server may quote a part
  const redis = new Client({
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
  connections.set(redis, new Connection(redis, kit));
  return redis;
}

/** The connection of a client that `loadClient` made. */
export function connectionOf(redis: Redis): Connection {
  const connection = connections.get(redis);
  if (connection === undefined) throw new TypeError('This client was made by somebody else.');
  return connection;
}
