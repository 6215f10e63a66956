export { type MemoryState, memoryState } from './adapter.ts';
export { MemoryStore } from './engine/memory-store.ts';
export type { MemoryStateOptions } from './options.ts';
