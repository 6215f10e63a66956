import type { OperationName } from '@patchbay/core';
import type { PaymentsApi } from '../api.ts';
import type { PaymentsCapabilities, PaymentsTrait } from '../capabilities.ts';
import { operations } from '../operations.ts';
import type { PaymentsCase, PaymentsCaseGroup, PaymentsHarness, StartOptions } from './harness.ts';
import { Scene } from './scene.ts';

export type Operation = OperationName<PaymentsApi>;

/** Every operation of the category. */
export const operationNames: readonly Operation[] = Object.keys(operations).filter(isOperation);

export function isOperation(name: string): name is Operation {
  return Object.hasOwn(operations, name);
}

/** What a provider must have for a case to apply. */
export interface Needs {
  /** Beside the operation that the case is about. */
  readonly operations?: readonly Operation[];
  readonly traits?: readonly PaymentsTrait[];
  /** The provider has a wire, on which faults can be planted. */
  readonly wire?: true;
  /** The provider has accounts, hence credentials that can be wrong. */
  readonly account?: true;
  /** Why it does not apply for another reason. */
  readonly unless?: (capabilities: PaymentsCapabilities) => string | undefined;
}

/** One behaviour, before it gets its id. */
export interface CaseRow {
  /** A sentence. */
  readonly title: string;
  readonly needs?: Needs;
  readonly start?: StartOptions;
  /** What the body depends on, for bodies that serve several cases. */
  readonly parameters?: unknown;
  run(scene: Scene): Promise<void>;
}

/** The cases of one operation, or method of the contract, in one group: rows by the name of their behaviour. */
export function cases(
  group: PaymentsCaseGroup,
  operation: string,
  rows: Readonly<Record<string, CaseRow>>,
): readonly PaymentsCase[] {
  return Object.entries(rows).map(([behaviour, row]) => toCase(group, operation, behaviour, row));
}

function toCase(group: PaymentsCaseGroup, operation: string, behaviour: string, row: CaseRow): PaymentsCase {
  return {
    id: `${group}.${operation}.${behaviour}`,
    group,
    operation,
    title: row.title,
    fingerprint: `${row.run.toString()} ${JSON.stringify(row.parameters ?? null)} ${JSON.stringify(row.start ?? null)}`,
    skip: (harness) => whyNot(group, operation, row.needs ?? {}, harness),
    async run(harness) {
      await using subject = await harness.start(row.start);
      await row.run(new Scene(subject));
    },
  };
}

function whyNot(
  group: PaymentsCaseGroup,
  operation: string,
  needs: Needs,
  harness: PaymentsHarness,
): string | undefined {
  const { capabilities } = harness;
  const declared: Readonly<Record<string, unknown>> = capabilities.operations;
  const own = group !== 'unsupported' && isOperation(operation) ? [operation] : [];
  const lacking = [...own, ...(needs.operations ?? [])].find((name) => !declared[name]);
  if (lacking !== undefined) return `it has no ${lacking}`;
  const trait = (needs.traits ?? []).find((name) => !capabilities.traits[name]);
  if (trait !== undefined) return `it lacks the trait ${trait}`;
  if (needs.wire && capabilities.embedded) return 'an embedded provider has no wire';
  if (needs.account && capabilities.embedded) return 'an embedded provider has no accounts';
  return needs.unless?.(capabilities);
}
