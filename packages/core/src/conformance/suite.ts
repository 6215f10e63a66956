import type { AnyCapabilities, OperationName, OperationSpec } from '../contract.ts';
import { generatedRows } from './generated/generated.ts';
import type { BaseSubject, ConformanceCase, StartOptions } from './harness.ts';
import { Plan } from './plan.ts';
import type { Recipes } from './recipe.ts';
import type { Scene } from './scene.ts';
import { type RowGroup, toCases } from './to-cases.ts';

/** What a category says of itself: its cases are generated from it. */
export interface SuiteDefinition<
  Api,
  C extends AnyCapabilities,
  Subject extends BaseSubject,
  S extends Scene<Subject>,
> {
  /** The category's name and its table of operations. */
  readonly contract: {
    readonly category: string;
    readonly operations: { readonly [N in OperationName<Api>]: OperationSpec };
  };
  /** The category's own scene over a fresh subject. */
  scene(subject: Subject): S;
  /** How each operation is called. */
  readonly recipes: Recipes<Api, S, keyof C['traits'] & string>;
  /** For each trait a call that needs it: an input that needs nothing else. */
  readonly traits: Readonly<Partial<Record<keyof C['traits'] & string, TraitCall<S, OperationName<Api>>>>>;
  /** What was done on the far side so far, counted there, not through the adapter: `{ charges: 1, refunds: 0 }`. */
  effects(scene: S): Promise<Effects>;
  /** The operations that stand for the others where time is told exactly. */
  readonly examples: Examples<OperationName<Api>>;
  /** Operations that meet every fault; the others meet the worst ones. Default: all. */
  readonly thorough?: readonly OperationName<Api>[];
  /** Fails unless an answer, or one item of a list, has the form that the category promises. */
  assertForm(scene: S, answer: unknown, operation: OperationName<Api>): void;
  /** What tells whether two answers are about the same thing. Default: their `id`. */
  identity?(answer: unknown): unknown;
  /** Every text in the recipes' `personal`: none may be read in an error. */
  readonly personal: readonly string[];
}

/** Far-side counts by what was done. */
export type Effects = Readonly<Record<string, number>>;

/** A call that needs a trait. */
export interface TraitCall<S, N extends string = string> {
  readonly operation: N;
  input(scene: S): object;
}

/** Operations that stand for the others. */
export interface Examples<N extends string = string> {
  /** The write that matters most, with one effect: `create`, `send`, `put`. */
  readonly write: N;
  /** A read of one thing. */
  readonly read?: N;
  /** A list that finds everything there is, one item for each time its recipe was prepared. */
  readonly list?: N;
  /** A keyed write with one effect that may be called without a key. */
  readonly keyless?: N;
}

/** What a provider must have for a case to apply. */
export interface Needs<
  N extends string = string,
  T extends string = string,
  C extends AnyCapabilities = AnyCapabilities,
> {
  /** Beside the operation that the case is about. */
  readonly operations?: readonly N[];
  readonly traits?: readonly T[];
  /** What a harness may name in `lacks`. */
  readonly fixtures?: readonly string[];
  /** The provider has a wire, on which faults can be planted. */
  readonly wire?: true;
  /** The provider has accounts, hence credentials that can be wrong. */
  readonly account?: true;
  /** The vendor honours idempotency keys. */
  readonly keys?: true;
  /** Why it does not apply for another reason. */
  unless?(capabilities: C): string | undefined;
}

/** One behaviour, before it gets its id. */
export interface CaseRow<
  S,
  N extends string = string,
  T extends string = string,
  C extends AnyCapabilities = AnyCapabilities,
> {
  /** A sentence. */
  readonly title: string;
  readonly needs?: Needs<N, T, C>;
  readonly start?: Pick<StartOptions, 'credential' | 'policy'>;
  /** What the body depends on, for bodies that serve several cases. */
  readonly parameters?: unknown;
  run(scene: S): Promise<void>;
}

/** A category's suite: what it generates, and how further cases are written. */
export interface Suite<
  Api,
  C extends AnyCapabilities,
  Subject extends BaseSubject,
  S extends Scene<Subject>,
> {
  /** What holds for every operation alike. */
  readonly generated: readonly ConformanceCase<Subject, C>[];
  /** The cases of one operation, or method of the contract, in one group: rows by the name of their behaviour. */
  cases(
    group: string,
    operation: string,
    rows: Readonly<Record<string, CaseRow<S, OperationName<Api>, keyof C['traits'] & string, C>>>,
  ): readonly ConformanceCase<Subject, C>[];
}

/**
 * The suite of a category: its generated cases, and `cases` for what only this category promises.
 * @example
 * export const suite = defineSuite<EmailApi, EmailCapabilities, EmailSubject, EmailScene>({
 *   contract: email, scene: (subject) => new EmailScene(subject), recipes, traits,
 *   effects: async ({ subject }) => ({ messages: await subject.mailbox.count() }),
 *   examples: { write: 'send', keyless: 'send' }, assertForm, personal,
 * });
 * export const emailCases = [...suite.generated, ...suite.cases('contract', 'send', { … })];
 */
export function defineSuite<
  Api,
  C extends AnyCapabilities,
  Subject extends BaseSubject,
  S extends Scene<Subject>,
>(definition: SuiteDefinition<Api, C, Subject, S>): Suite<Api, C, Subject, S> {
  const { contract, scene } = definition;
  const plan = new Plan<S>(definition);
  const toCase = (group: RowGroup<S>): readonly ConformanceCase<Subject, C>[] =>
    toCases(group, Object.keys(contract.operations), (subject: Subject) => scene(subject));
  return {
    generated: generatedRows(plan).flatMap(toCase),
    cases: (group, operation, rows) => toCase({ group, operation, rows }),
  };
}
