export { type MemoryStorage, memoryStorage } from './adapter.ts';
export { MemoryStore } from './engine/memory-store.ts';
export type { MemoryStorageOptions } from './options.ts';
