export { type PostgresState, postgresState } from './adapter.ts';
export { capabilities as postgresStateCapabilities } from './capabilities.ts';
export type { PostgresStateOptions } from './options.ts';
