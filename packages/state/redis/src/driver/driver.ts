import type { Driver, Kit } from '@patchbay/core';
import type { StateApi } from '@patchbay/state';
import type { Redis } from 'ioredis';
import type { capabilities } from '../capabilities.ts';
import { connectionOf } from '../client/client.ts';
import { prefixOf, type RedisStateOptions } from '../options.ts';
import { toCas, toDelete, toGet, toIncrement, toPut, toPutIfAbsent, toScan } from './commands.ts';
import { fromCas, fromGet, fromIncrement, fromPutIfAbsent, fromScan } from './replies.ts';

type RedisDriver = Driver<StateApi, typeof capabilities>;

/** One command per operation. */
export function driver(redis: Redis, options: RedisStateOptions, _kit: Kit): RedisDriver {
  const connection = connectionOf(redis);
  const prefix = prefixOf(options);
  return {
    get: async (input, call) => fromGet(await connection.run(toGet(prefix, input), call), input),
    put: async (input, call) => void (await connection.run(toPut(prefix, input), call)),
    delete: async (input, call) => void (await connection.run(toDelete(prefix, input), call)),
    putIfAbsent: async (input, call) =>
      fromPutIfAbsent(await connection.run(toPutIfAbsent(prefix, input), call), input),
    cas: async (input, call) => fromCas(await connection.run(toCas(prefix, input), call), input),
    increment: async (input, call) => fromIncrement(await connection.run(toIncrement(prefix, input), call)),
    list: async (input, call) => fromScan(await connection.run(toScan(prefix, input, call), call), prefix),
  };
}
