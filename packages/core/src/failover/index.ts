export { type FailoverOptions, failover, type Group } from './failover.ts';
export { type Fallback, type FallbackOptions, type FallenBack, fallback } from './fallback.ts';
export { type KeyMemory, type ProcessMemoryOptions, processMemory } from './memory.ts';
export { byPriority, byWeight, type Order, type Routed, sticky } from './order.ts';
