export { type RedisState, redisState } from './adapter.ts';
export { capabilities as redisStateCapabilities } from './capabilities.ts';
export type { RedisStateOptions } from './options.ts';
