export { type KeyMemory, type ProcessMemoryOptions, processMemory } from '../failover/memory.ts';
export type { Ledger, Unresolved, Verdict, Write } from './ledger.ts';
export { type Kept, type LedgerOptions, withLedger } from './with-ledger.ts';
