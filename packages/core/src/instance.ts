import type { Attempt, Call } from './call.ts';
import { systemClock } from './clock.ts';
import type { AnyCapabilities, ListOptions, OperationSpec } from './contract.ts';
import { IntegrationError } from './error.ts';
import { DriverFailure, type Failure, newTrace } from './failure.ts';
import { admitInput } from './input.ts';
import type { Interceptor, OperationInfo } from './integration.ts';
import { alwaysClosed } from './policy/breaker.ts';
import { diagnose } from './policy/diagnose.ts';
import { DriverCall } from './policy/driver-call.ts';
import type { Invocation } from './policy/invocation.ts';
import { createPipeline, type Pipeline } from './policy/pipeline.ts';
import { resolvePolicy } from './policy/policy.ts';
import { Run } from './policy/run.ts';
import { toError } from './policy/to-error.ts';
import { watchOf } from './policy/watch.ts';
import { personalValues } from './redaction.ts';
import type { Kit, Setup } from './setup.ts';
import { createTransport } from './transport.ts';

type Handler = (input: unknown, call: Call) => Promise<unknown>;

/** An adapter's definition with its types erased: what one instance runs on. */
export interface ErasedDefinition {
  readonly contract: {
    readonly category: string;
    readonly operations: Readonly<Record<string, OperationSpec>>;
  };
  readonly capabilities: AnyCapabilities;
  client(options: unknown, kit: Kit): Promise<unknown>;
  driver(client: unknown, options: unknown, kit: Kit): object;
  toFailure(thrown: unknown): Failure | undefined;
  check(client: unknown, attempt: Attempt): Promise<unknown>;
  close?(client: unknown): Promise<void> | void;
}

interface Loaded {
  readonly client: unknown;
  readonly handlers: Readonly<Record<string, Handler | undefined>>;
}

/** What a call is besides its name: how it is listed, run and described. */
interface Named {
  readonly operation: string;
  readonly spec: Pick<OperationSpec, 'repeat' | 'money' | 'personal'>;
  /** Named by the application. */
  readonly isNative?: boolean;
}

/** One configured provider: its lazy client, its policy, its lifetime. */
export class Instance {
  readonly name: string;
  readonly kit: Kit;
  readonly pipeline: Pipeline;
  readonly definition: ErasedDefinition;
  readonly #options: unknown;
  readonly #interceptors: readonly Interceptor[];
  #loading: Promise<Loaded> | undefined;
  #loaded: Loaded | undefined;
  #closing: Promise<void> | undefined;

  constructor(definition: ErasedDefinition, options: unknown, setup: Setup) {
    const { category } = definition.contract;
    const { provider, idempotency } = definition.capabilities;
    const { name = category, clock = systemClock, random = Math.random, interceptors = [] } = setup;
    const control = createTransport(clock, setup.transport?.fetch);
    this.definition = definition;
    this.name = name;
    this.kit = { transport: control.transport, clock, random, name };
    this.#options = options;
    this.#interceptors = interceptors;
    this.pipeline = createPipeline({
      identity: { category, provider, integration: name },
      policy: resolvePolicy(setup.policy),
      idempotency,
      clock,
      random,
      control,
      toFailure: definition.toFailure,
    });
  }

  /** One operation of the contract, from the facade's method to the driver's function. */
  call(operation: string, input: unknown, options: ListOptions = {}, cursor?: string): Promise<unknown> {
    const { contract, capabilities } = this.definition;
    const spec = contract.operations[operation];
    if (spec === undefined) throw new TypeError(`${contract.category} has no operation ${operation}.`);
    return this.#observed(this.#invocation({ operation, spec }, input, options), async (run) => {
      const value = await admitInput(operation, spec, capabilities, input, options);
      const { handlers } = this.#loaded ?? (await this.#ready(run));
      const handler = handlers[operation];
      if (handler === undefined)
        throw new DriverFailure({ code: 'internal', message: 'The driver lacks it.' });
      const page = { cursor, limit: options.limit };
      return capabilities.operations[operation] === 'composed'
        ? run.composed((frame) => handler(value, new DriverCall(frame, page, run)))
        : run.step(undefined, spec.repeat, (attempt) => handler(value, new DriverCall(attempt, page)));
    });
  }

  /** A call of the vendor's own client under this instance's policy. */
  use(
    name: string,
    spec: Named['spec'],
    options: ListOptions,
    work: (client: unknown, attempt: Attempt) => Promise<unknown>,
  ) {
    return this.#observed(
      this.#invocation({ operation: name, spec, isNative: true }, undefined, options),
      async (run) => {
        const { client } = this.#loaded ?? (await this.#ready(run));
        return run.step(undefined, spec.repeat, (attempt) => work(client, attempt));
      },
    );
  }

  /** The adapter's harmless read: one attempt, outside the breaker's count. */
  async check(): Promise<void> {
    const { policy } = this.pipeline;
    const once = { ...policy, retry: { ...policy.retry, attempts: 1 } };
    const pipeline: Pipeline = { ...this.pipeline, policy: once, breaker: alwaysClosed };
    const execute = async (run: Run): Promise<unknown> => {
      const { client } = this.#loaded ?? (await this.#ready(run));
      return run.step(undefined, 'safe', (attempt) => this.definition.check(client, attempt));
    };
    await this.#observed(
      this.#invocation({ operation: 'check', spec: { repeat: 'safe' } }),
      execute,
      pipeline,
    );
  }

  /** The vendor's client. This is no operation: no interceptor sees it. */
  async client(): Promise<unknown> {
    const invocation = this.#invocation({ operation: 'native', spec: { repeat: 'safe' } });
    const { client } = await this.#guarded(invocation, async (run) => this.#loaded ?? this.#ready(run));
    return client;
  }

  /** Within the deadline; whoever closes again waits for the same end. */
  close(): Promise<void> {
    this.#closing ??= this.#guarded(
      this.#invocation({ operation: 'close', spec: { repeat: 'safe' } }),
      (run) => run.bounded(() => this.#free()),
    );
    return this.#closing;
  }

  async #free(): Promise<void> {
    const loaded = await this.#loading?.catch(() => undefined); // nothing was made
    if (loaded !== undefined) await this.definition.close?.(loaded.client);
  }

  async #ready(run: Run): Promise<Loaded> {
    const loaded = await run.bounded(() => this.#load());
    if (this.#closing !== undefined) throw closed();
    return loaded;
  }

  #load(): Promise<Loaded> {
    this.#loading ??= this.#makeClient().catch((error: unknown) => {
      this.#loading = undefined; // a later call may find the package installed or the disk back
      throw error;
    });
    return this.#loading;
  }

  async #makeClient(): Promise<Loaded> {
    const { definition, kit } = this;
    const client = await definition.client(this.#options, kit);
    const driver = definition.driver(client, this.#options, kit);
    // `Driver<Api, C>` has one function per declared operation; core calls them by name.
    this.#loaded = { client, handlers: driver as Loaded['handlers'] };
    return this.#loaded;
  }

  #invocation(
    { operation, spec, isNative = false }: Named,
    input?: unknown,
    options: ListOptions = {},
  ): Invocation {
    const name = `${this.definition.contract.category}.${operation}`;
    return { name, isNative, spec, input, options, attempts: [] };
  }

  /** What it throws is an `IntegrationError`. */
  async #guarded<T>(
    invocation: Invocation,
    execute: (run: Run) => Promise<T>,
    pipeline: Pipeline = this.pipeline,
  ): Promise<T> {
    try {
      if (this.#closing !== undefined) throw closed();
      return await execute(new Run(pipeline, invocation));
    } catch (error) {
      throw this.#asError(error, invocation);
    }
  }

  async #observed(
    invocation: Invocation,
    execute: (run: Run) => Promise<unknown>,
    pipeline?: Pipeline,
  ): Promise<unknown> {
    const body = (): Promise<unknown> => this.#guarded(invocation, execute, pipeline);
    if (this.#interceptors.length === 0) return body();
    const { name: operation, isNative, attempts } = invocation;
    const info: OperationInfo = { ...this.pipeline.identity, operation, isNative, attempts };
    if (this.#interceptors.some(({ attempt }) => attempt))
      invocation.watch = watchOf(this.#interceptors, info);
    return this.#interceptors.reduceRight(
      (next, interceptor) => () => interceptor.around(info, next),
      body,
    )();
  }

  #asError(error: unknown, { name, attempts, input, spec }: Invocation): IntegrationError {
    if (error instanceof Error && IntegrationError.is(error)) return error;
    const failed = diagnose(error, newTrace(), spec.repeat, () => undefined);
    return toError(this.pipeline, name, failed, attempts, personalValues(input, spec.personal));
  }
}

function closed(): DriverFailure {
  return new DriverFailure({
    code: 'precondition_failed',
    reason: 'closed',
    message: 'The instance is closed.',
  });
}
