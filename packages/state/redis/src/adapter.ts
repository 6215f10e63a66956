import { type AdapterFactory, defineAdapter, type Native } from '@patchbay/core';
import { type StateOf, state } from '@patchbay/state';
import type { Redis } from 'ioredis';
import { capabilities } from './capabilities.ts';
import { connectionOf, loadClient } from './client/client.ts';
import { driver } from './driver/driver.ts';
import { toFailure } from './errors.ts';
import { optionsSchema, type RedisStateOptions } from './options.ts';

/** State on a Redis server; `native()` hands out the client of ioredis. */
export interface RedisState extends StateOf<typeof capabilities>, Native<Redis> {}

/**
 * State on a Redis server, for all machines of an application. Needs Redis 7.0 or later, or Valkey. ioredis is loaded,
 * and the server connected to, by the first call.
 *
 * Redis may lose acknowledged writes when it crashes or fails over: see the README.
 * @throws `IntegrationError` `config_invalid` when the options are not valid.
 * @see https://redis.io/docs/latest/commands/
 * @example
 * const state = redisState({ url: 'rediss://shop:secret@redis.example.com:6379/0', prefix: 'shop:' });
 * const { isNew } = await state.putIfAbsent({ key: 'webhook:evt_1', value: 'mine', ttlMs: 86_400_000 });
 */
export const redisState: AdapterFactory<RedisStateOptions, RedisState> = defineAdapter({
  spec: 1,
  contract: state,
  capabilities,
  options: optionsSchema,
  client: loadClient,
  driver,
  toFailure,
  check: (redis: Redis, attempt) => connectionOf(redis).run(['PING'], attempt),
  close: (redis: Redis) => connectionOf(redis).close(),
});
