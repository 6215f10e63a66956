import { claimCases } from './contract/claim.ts';
import { deadCases } from './contract/dead.ts';
import { enqueueCases } from './contract/enqueue.ts';
import { generated } from './define.ts';
import { nameCases } from './exact/names.ts';
import { payloadCases } from './exact/payloads.ts';
import type { JobsCase } from './harness.ts';
import { leaseCases } from './leases/leases.ts';
import { modelCases } from './model/histories.ts';
import { orderingCases } from './ordering/ordering.ts';
import { raceCases } from './races/races.ts';
import { transactionCases } from './transaction/transaction.ts';
import { workEndCases } from './work/ends.ts';
import { workOrderCases } from './work/order.ts';
import { workCases } from './work/work.ts';

/** Every case of the category but the business scenarios. */
export const jobsCases: readonly JobsCase[] = [
  generated,
  enqueueCases,
  claimCases,
  deadCases,
  payloadCases,
  nameCases,
  orderingCases,
  leaseCases,
  raceCases,
  transactionCases,
  workCases,
  workOrderCases,
  workEndCases,
  modelCases,
].flat();
