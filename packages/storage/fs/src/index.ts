export { type FsStorage, fsStorage } from './adapter.ts';
export type { FsStore } from './engine/fs-store.ts';
export type { FsStorageOptions } from './options.ts';
