import type { AnyCapabilities } from '../contract.ts';
import { CaseFailure } from './assert.ts';
import type { BaseSubject, ConformanceCase, Harness } from './harness.ts';
import type { CaseRow, Needs } from './suite.ts';

/** Rows of one group about one operation, or method of the contract, by the name of their behaviour. */
export interface RowGroup<S> {
  readonly group: string;
  readonly operation: string;
  readonly rows: Readonly<Record<string, CaseRow<S>>>;
}

/** Gives each row its id, and a fresh scene when it runs. */
export function toCases<Subject extends BaseSubject, S>(
  { group, operation, rows }: RowGroup<S>,
  operations: readonly string[],
  toScene: (subject: Subject) => S,
): readonly ConformanceCase<Subject>[] {
  return Object.entries(rows).map(([behaviour, row]) => {
    const id = `${group}.${operation}.${behaviour}`;
    const own = group !== 'unsupported' && operations.includes(operation) ? [operation] : [];
    return {
      id,
      group,
      operation,
      title: row.title,
      fingerprint: `${row.run.toString()} ${JSON.stringify(row.parameters ?? null)} ${JSON.stringify(row.start ?? null)}`,
      skip: (harness) =>
        lacking([...own, ...(row.needs?.operations ?? [])], row.needs ?? {}, harness) ??
        exemptionOf(id, harness),
      async run(harness) {
        await using subject = await harness.start(row.start);
        await row.run(toScene(subject));
      },
    };
  });
}

function lacking(
  operations: readonly string[],
  needs: Needs,
  { capabilities, lacks = {} }: Pick<Harness, 'capabilities' | 'lacks'>,
): string | undefined {
  const operation = operations.find((name) => !capabilities.operations[name]);
  if (operation !== undefined) return `it has no ${operation}`;
  const trait = (needs.traits ?? []).find((name) => !capabilities.traits[name]);
  if (trait !== undefined) return `it lacks the trait ${trait}`;
  const fixtures = [...(needs.fixtures ?? []), ...(needs.wire ? ['wire'] : [])];
  const fixture = fixtures.find((name) => lacks[name] !== undefined);
  if (fixture !== undefined) return `no fixture ${fixture}: ${lacks[fixture]}`;
  if (needs.wire && capabilities.embedded) return 'an embedded provider has no wire';
  if (needs.account && capabilities.embedded) return 'an embedded provider has no accounts';
  if (needs.keys && capabilities.idempotency.kind === 'none') return 'it honours no idempotency key';
  return needs.unless?.(capabilities);
}

/** Why a harness says that a case cannot apply, or `undefined`. */
export function exemptionOf(id: string, { exempt = {} }: Pick<Harness, 'exempt'>): string | undefined {
  return Object.entries(exempt).find(([pattern]) => isMatch(pattern, id))?.[1];
}

/** Whether a case is left out by the harness’s word alone: nothing else says that it does not apply. */
export function isExempt<Subject extends BaseSubject, C extends AnyCapabilities>(
  entry: ConformanceCase<Subject, C>,
  harness: Harness<Subject, C>,
): boolean {
  return exemptionOf(entry.id, harness) !== undefined && entry.skip({ ...harness, exempt: {} }) === undefined;
}

/**
 * Runs a case that the harness exempts. It has to fail: what passes needs no exemption.
 * @throws `CaseFailure` when it passes.
 */
export async function runExempt<Subject extends BaseSubject, C extends AnyCapabilities>(
  entry: ConformanceCase<Subject, C>,
  harness: Harness<Subject, C>,
): Promise<void> {
  const passes = await entry.run(harness).then(
    () => true,
    () => false,
  );
  if (passes)
    throw new CaseFailure(`exempt, but passes: delete the exemption (${exemptionOf(entry.id, harness)})`);
}

/** True for an id that matches the pattern, in which `*` stands for any characters. */
export function isMatch(pattern: string, id: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(id);
}
