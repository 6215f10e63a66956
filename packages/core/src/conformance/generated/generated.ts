import type { Plan } from '../plan.ts';
import type { Scene } from '../scene.ts';
import type { RowGroup } from '../to-cases.ts';
import { abortRows } from './abort.ts';
import { answerRows } from './answers.ts';
import { breakerRows } from './breaker.ts';
import { checkRows } from './check.ts';
import { errorRows } from './errors.ts';
import { faultRows } from './faults.ts';
import { integrationRows } from './integration.ts';
import { redactionRows } from './redaction.ts';
import { retryAfterRows } from './retry-after.ts';
import { timeRows } from './time.ts';
import { unsupportedRows } from './unsupported.ts';

/** What holds for every operation of every category. */
export function generatedRows<S extends Scene>(plan: Plan<S>): readonly RowGroup<S>[] {
  return [
    ...answerRows(plan),
    ...integrationRows(plan),
    ...unsupportedRows(plan),
    ...errorRows(plan),
    ...faultRows(plan),
    ...retryAfterRows(plan),
    ...timeRows(plan),
    ...abortRows(plan),
    ...checkRows(plan),
    ...breakerRows(plan),
    ...redactionRows(plan),
  ];
}
