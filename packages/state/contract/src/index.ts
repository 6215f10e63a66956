export type { StateApi } from './api.ts';
export type { StateCapabilities, StateTrait } from './capabilities.ts';
export { type State, type StateContract, type StateNeeds, type StateOf, state } from './contract.ts';
export { nextCount } from './counter.ts';
export type { AcquireLease, Lease } from './leases.ts';
export { stateLimits, whyNotKey, whyNotPrefix, whyNotValue } from './limits.ts';
export type { LeaseMethods, StateMethods } from './methods.ts';
export type { OnceOptions } from './once.ts';
export { type StateReason, stateReasons } from './reasons.ts';
export type {
  CasResult,
  CompareAndSwap,
  Counter,
  Increment,
  KeyInput,
  Life,
  ListKeys,
  PutIfAbsentResult,
  PutRecord,
  StateRecord,
} from './record.ts';
export type { CallLimit, SharedLimit, Taken } from './shared-limit.ts';
export type { Held, WithLease } from './with-lease.ts';
