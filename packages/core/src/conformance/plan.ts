import type { CallOptions } from '../call.ts';
import type { ListOptions, OperationSpec, Repeat } from '../contract.ts';
import { assert, assertEqual, fieldsOf } from './assert.ts';
import { firstPage, invoke, methodOf, type Recipe } from './recipe.ts';
import type { Scene } from './scene.ts';
import type { Effects, Examples, Needs, TraitCall } from './suite.ts';
import { isReading, type WireFault, type WireRequest } from './wire.ts';

/** A suite's definition as the generators see it, whatever its category. */
export interface PlanSource<S> {
  readonly contract: {
    readonly category: string;
    readonly operations: Readonly<Record<string, OperationSpec>>;
  };
  readonly recipes: Readonly<Record<string, Recipe<S>>>;
  readonly traits: Readonly<Record<string, TraitCall<S> | undefined>>;
  readonly examples: Examples;
  readonly thorough?: readonly string[];
  readonly personal: readonly string[];
  effects(scene: S): Promise<Effects>;
  assertForm(scene: S, answer: unknown, operation: string): void;
  identity?(answer: unknown): unknown;
}

/** One operation with all that the generators need of it. */
export interface Planned<S> {
  readonly operation: string;
  readonly spec: OperationSpec;
  readonly recipe: Recipe<S>;
  /** What a case needs that prepares a call which succeeds. */
  readonly needs: Needs;
}

/** What the generators work with. */
export class Plan<S extends Scene> {
  readonly category: string;
  readonly all: readonly Planned<S>[];
  readonly source: PlanSource<S>;

  constructor(source: PlanSource<S>) {
    this.source = source;
    this.category = source.contract.category;
    this.all = Object.keys(source.contract.operations).map((operation) => this.of(operation));
  }

  of(operation: string): Planned<S> {
    const spec = this.source.contract.operations[operation];
    const recipe = this.source.recipes[operation];
    assert(spec !== undefined && recipe !== undefined, `${operation} has a row and a recipe`);
    const { operations = [], traits = [] } = recipe;
    return { operation, spec, recipe, needs: { operations, traits } };
  }

  /** Calls an operation by its name. */
  call(scene: S, { operation, recipe }: Planned<S>, input: unknown, options: CallOptions): Promise<unknown> {
    return recipe.call === undefined
      ? invoke(scene.facade, operation, input, options)
      : firstPage(recipe.call(scene, fieldsOf(input), options));
  }

  /** Calls an operation with an input whose ids name nothing. */
  callBlind(scene: S, planned: Planned<S>, more: object = {}): Promise<unknown> {
    const input = { ...fieldsOf(planned.recipe.blind(scene)), ...more };
    return this.call(scene, planned, input, scene.once());
  }

  /** What is private in an operation's input, in those fields that the provider takes. */
  personal(scene: S, { operation, recipe }: Planned<S>): object {
    const blind = fieldsOf(recipe.blind(scene));
    const missing = (input: object): number => scene.facade.explain(operation, input).length;
    const taken = Object.entries(fieldsOf(recipe.personal)).filter(
      ([name, value]) => missing({ ...blind, [name]: value }) === missing(blind),
    );
    return Object.fromEntries(taken);
  }

  /** Prepares a call that succeeds, ready to be made any number of times. */
  async prepared(scene: S, planned: Planned<S>): Promise<(options?: CallOptions) => Promise<unknown>> {
    const input: unknown = await planned.recipe.prepare(scene);
    return (options = scene.once()) => this.call(scene, planned, input, options);
  }

  /** Iterates over all that a list finds. */
  items(
    scene: S,
    { operation, recipe }: Planned<S>,
    input: unknown,
    options: ListOptions,
  ): AsyncIterable<unknown> {
    const called =
      recipe.call === undefined
        ? methodOf(scene.facade, operation)(input, options)
        : recipe.call(scene, fieldsOf(input), options);
    assert(isIterable(called), `${this.category}.${operation} gives a list`);
    return called;
  }

  /** Begins to count what is done on the far side. */
  async countEffects(scene: S): Promise<EffectCount> {
    const { source } = this;
    const before = await source.effects(scene);
    const done = async (): Promise<Effects> => {
      const now = Object.entries(await source.effects(scene));
      return Object.fromEntries(now.map(([name, count]) => [name, count - (before[name] ?? 0)]));
    };
    return {
      async assertAtMostOne() {
        for (const [name, count] of Object.entries(await done()))
          assert(count <= 1, `at most one of the ${name}, found ${count}`);
      },
      async assertOne() {
        const counts = await done();
        const sum = Object.values(counts).reduce((total, count) => total + count, 0);
        assert(sum === 1, `one effect on the far side, found ${JSON.stringify(counts)}`);
      },
      async assertNone() {
        for (const [name, count] of Object.entries(await done())) assertEqual(count, 0, `new ${name}`);
      },
    };
  }

  /** What two answers have in common that are about the same thing. */
  identity(answer: unknown): unknown {
    return this.source.identity?.(answer) ?? fieldsOf(answer)['id'];
  }
}

/** What was done on the far side since. */
export interface EffectCount {
  assertNone(): Promise<void>;
  assertOne(): Promise<void>;
  assertAtMostOne(): Promise<void>;
}

/** How the request of an operation that meets a fault repeats. */
export function repeatOf({ spec, recipe }: Planned<never>): Repeat {
  return recipe.repeat ?? spec.repeat;
}

/** True when a call may be repeated although its effect is unknown. */
export function repeatsOnUnknown(
  planned: Planned<never>,
  { idempotency }: { readonly idempotency: { readonly kind: string } },
): boolean {
  const repeat = repeatOf(planned);
  return repeat === 'natural' || repeat === 'safe' || (repeat === 'keyed' && idempotency.kind === 'native');
}

/** True when a wrong credential of the application makes a call fail. */
export function needsCredential({ recipe }: Planned<never>): boolean {
  return !recipe.offline && !recipe.public;
}

/** Plans a fault for the one request of an operation, or for the first write of a composed one. */
export function plant(scene: Scene, planned: Planned<never>, fault: WireFault, times: number): void {
  scene.wire.fault(fault, { times, reads: meetsReads(scene, planned) });
}

/** Whether a request is one that a planted fault would meet. */
export function isHit(scene: Scene, planned: Planned<never>, request: WireRequest): boolean {
  return meetsReads(scene, planned) || !isReading(request);
}

function meetsReads(scene: Scene, { operation, spec }: Planned<never>): boolean {
  return scene.facade.capabilities.operations[operation] === 'native' || spec.repeat === 'safe';
}

function isIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
