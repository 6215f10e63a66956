import type { AdapterDefinition } from './adapter.ts';
import type { Attempt } from './call.ts';
import { makeCheck } from './check.ts';
import type { AnyCapabilities, Capabilities, Facade, ListOptions, OperationSpec } from './contract.ts';
import { missingNeeds } from './input.ts';
import { Instance } from './instance.ts';
import type { Integration, IntegrationHealth, Native } from './integration.ts';
import { toPages } from './pages.ts';
import type { Pipeline } from './policy/pipeline.ts';
import type { Kit, Setup } from './setup.ts';

/** Builds what users hold from the contract's table: the same code for every vendor. */
export function createFacade<
  Api,
  Methods extends object,
  Parts extends object,
  C extends Capabilities<Api>,
  O,
  Client,
>(
  definition: AdapterDefinition<Api, Methods, Parts, C, O, Client>,
  options: O,
  setup: Setup,
): Integration & Facade<Api, C> & Methods & Native<Client> {
  const instance = new Instance(definition, options, setup);
  const operations = nest(definition.contract.operations, (name, spec) => toMethod(name, spec, instance));
  const integration = toIntegration(instance);
  const methods = definition.contract.methods({
    operations: operations as Api, // the table's type holds it to the interface's names
    integration,
    kit: instance.kit,
    parts: makeParts<Parts>(definition.parts, options, instance),
  });
  const facade: unknown = Object.freeze({ ...integration, ...merge(operations, methods) });
  return facade as Integration & Facade<Api, C> & Methods & Native<Client>;
}

type UseRules = Parameters<Native<unknown>['use']>[1];
type UseWork<T> = (client: unknown, attempt: Attempt) => Promise<T>;

/** An operation as users call it. */
export type Method = (input?: unknown, options?: ListOptions) => unknown;
type Nested = Readonly<Record<string, Method | Readonly<Record<string, Method>>>>;

/** The operations of a table, in the groups that their names say. */
export function nest(
  table: Readonly<Record<string, OperationSpec>>,
  make: (name: string, spec: OperationSpec) => Method,
): Nested {
  const nested: Record<string, Method | Record<string, Method>> = {};
  for (const [name, spec] of Object.entries(table)) {
    const method = make(name, spec);
    const [group = name, member] = name.split('.');
    const siblings = nested[group];
    nested[group] =
      member === undefined ? method : { ...(typeof siblings === 'object' && siblings), [member]: method };
  }
  return nested;
}

function toMethod(name: string, spec: OperationSpec, instance: Instance): Method {
  if (!spec.pages) return (input, options) => instance.call(name, input, options);
  // A driver's list answers with a page: its type says so.
  return (input, options) =>
    toPages((cursor) => instance.call(name, input, options, cursor) as Promise<never>);
}

/** A contract's methods may join a group of operations, for example `refunds`. */
export function merge(operations: Nested, methods: object): Readonly<Record<string, unknown>> {
  const members: Record<string, unknown> = { ...operations };
  for (const [name, method] of Object.entries(methods)) {
    const group = members[name];
    members[name] = typeof group === 'object' ? { ...group, ...method } : method;
  }
  return members;
}

type PartFactories<Parts> = { readonly [K in keyof Parts]?: (options: never, kit: Kit) => Parts[K] };

/** The adapter's declared parts outside the pipeline, made once per instance. */
function makeParts<Parts>(
  factories: PartFactories<Parts> = {},
  options: unknown,
  { kit }: Instance,
): Partial<Parts> {
  const parts: Partial<Parts> = {};
  for (const name in factories) {
    const make = factories[name];
    if (make !== undefined) parts[name] = make(options as never, kit); // the definition's own type pairs the two
  }
  return parts;
}

function toIntegration(instance: Instance): Integration & Native<unknown> {
  const { definition, pipeline, name } = instance;
  const { contract, capabilities } = definition;
  const close = (): Promise<void> => instance.close();
  return {
    category: contract.category,
    provider: capabilities.provider,
    name,
    capabilities,
    deadlineMs: pipeline.policy.deadlineMs,
    supports: (operation) => isOffered(capabilities, operation),
    check: makeCheck(instance),
    health: () => healthOf(name, pipeline),
    explain: (operation, input) =>
      missingNeeds(operation, contract.operations[operation], capabilities, input),
    native: () => instance.client(),
    use: <T>(called: string, { repeat, ...options }: UseRules, work: UseWork<T>) =>
      instance.use(called, { repeat }, options, work) as Promise<T>,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function isOffered({ operations }: AnyCapabilities, operation: string): boolean {
  return operations[operation] === 'native' || operations[operation] === 'composed';
}

function healthOf(name: string, { identity, breaker, bulkhead, seen }: Pipeline): IntegrationHealth {
  return {
    category: identity.category,
    provider: identity.provider,
    name,
    status: breaker.state === 'closed' ? 'pass' : 'warn',
    circuit: breaker.state,
    inFlight: bulkhead.inFlight,
    ...(seen.successAt !== undefined && { lastSuccessAt: new Date(seen.successAt) }),
    ...(seen.faultAt !== undefined && { lastFaultAt: new Date(seen.faultAt) }),
  };
}
