import { casCases } from './contract/cas.ts';
import { incrementCases } from './contract/increment.ts';
import { keyMemoryCases } from './contract/key-memory.ts';
import { listCases } from './contract/list.ts';
import { recordCases } from './contract/records.ts';
import { generated } from './define.ts';
import { keyCases } from './exact/keys.ts';
import { valueCases } from './exact/values.ts';
import type { StateCase } from './harness.ts';
import { historyCases } from './histories/histories.ts';
import { leaseCases } from './leases/leases.ts';
import { onceCases } from './leases/once.ts';
import { withLeaseCases } from './leases/with-lease.ts';
import { counterLifeCases } from './life/counters.ts';
import { lifeCases } from './life/life.ts';
import { raceCases } from './races/races.ts';
import { sharedLimitCases } from './races/shared-limit.ts';

/** Every case of the category but the business scenarios. */
export const stateCases: readonly StateCase[] = [
  generated,
  recordCases,
  casCases,
  incrementCases,
  listCases,
  keyMemoryCases,
  keyCases,
  valueCases,
  lifeCases,
  counterLifeCases,
  raceCases,
  sharedLimitCases,
  leaseCases,
  withLeaseCases,
  onceCases,
  historyCases,
].flat();
