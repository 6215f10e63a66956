import type { Mutant } from './mutant.ts';
import { adapterMutants } from './table/adapters.ts';
import { backgroundMutants } from './table/background.ts';
import { failoverMutants } from './table/failover.ts';
import { ledgerMutants } from './table/ledger.ts';
import { limitMutants } from './table/limits.ts';
import { memoryMutants } from './table/memory.ts';
import { redactionMutants } from './table/redaction.ts';
import { retryMutants } from './table/retries.ts';
import { transportMutants } from './table/transport.ts';
import { receiverMutants, senderMutants } from './table/webhooks.ts';

/** Every guard that is tried. */
export const mutants: readonly Mutant[] = [
  ...retryMutants,
  ...limitMutants,
  ...transportMutants,
  ...redactionMutants,
  ...failoverMutants,
  ...ledgerMutants,
  ...memoryMutants,
  ...adapterMutants,
  ...receiverMutants,
  ...senderMutants,
  ...backgroundMutants,
];
