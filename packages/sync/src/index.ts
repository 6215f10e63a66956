export { createSync, type RunOptions, type Sync, type SyncOptions } from './create-sync.ts';
export { type DirectoryUser, directorySource, type UserDirectory } from './directory-source.ts';
export type { Direction, SyncState } from './memory.ts';
export { byVersion, manual, merge, type SyncStrategy, sourceWins } from './strategies.ts';
export type {
  SyncChange,
  SyncConflict,
  SyncFailure,
  SyncItem,
  SyncPresent,
  SyncReport,
  SyncResolution,
  SyncSource,
  SyncTarget,
  SyncWrite,
} from './types.ts';
