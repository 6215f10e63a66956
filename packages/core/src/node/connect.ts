import type { Finding } from '../config/finding.ts';
import { mergePolicies } from '../config/merge-policies.ts';
import { formatProblems } from '../config/report.ts';
import type { Requirement } from '../contract.ts';
import { IntegrationError } from '../error.ts';
import { createPatchbay, type Hub, type HubTree } from '../hub.ts';
import type { Integration } from '../integration.ts';
import type { Setup } from '../setup.ts';
import type { Completed } from './complete.ts';
import { debugInterceptor, isDebugged } from './debug.ts';
import { draftAll, entriesOf, isRequirement, type RequirementTree } from './inspect.ts';
import type { ConfigSource } from './source.ts';

/** What a tree of requirements is connected to: the facades that were asked for. */
export type Connected<R> = {
  readonly [K in keyof R]: ConnectedNode<R[K]>;
};

/** One node of a tree; an optional one stays optional. */
type ConnectedNode<N> = N extends undefined ? N : N extends Requirement<infer F> ? F : Connected<N>;

/**
 * Reads the configuration and makes what the application needs from it. `PAYMENTS_PROVIDER=stripe` chooses the
 * adapter, its package is imported, its options are collected and checked. Makes no request.
 * `DEBUG=integration:*` has every call and attempt told on standard error, see `debugInterceptor`.
 *
 * @throws `IntegrationError` `config_invalid`, or `adapter_missing` where nothing but packages is missing, with all
 * problems at once.
 * @example
 * await using app = await connect({ payments: payments.needs('create', 'refunds.create') });
 * await app.payments.create(input, { idempotencyKey });
 */
export async function connect<const R extends RequirementTree>(
  requirements: R,
  source: ConfigSource = {},
): Promise<Hub<Connected<R>>> {
  const { findings, completed } = await draftAll(requirements, source);
  if (findings.length > 0) throw invalidConfig(findings);
  const byPath = new Map(completed.map((one) => [one.draft.label, one]));
  const place = (path: string) => (): Integration => {
    const one = byPath.get(path);
    if (one === undefined) throw new TypeError(`${path} was not completed.`);
    return make(one, source);
  };
  const tree: HubTree = Object.fromEntries(
    entriesOf(requirements).map(([name, node]) => [
      name,
      isRequirement(node)
        ? place(name)
        : Object.fromEntries(entriesOf(node).map(([instance]) => [instance, place(`${name}.${instance}`)])),
    ]),
  );
  const hub: unknown = createPatchbay(tree);
  return hub as Hub<Connected<R>>; // the requirements are met: every finding would have been thrown above
}

function make({ draft, adapter, options }: Completed, source: ConfigSource): Integration {
  const { setup = {}, env = process.env } = source;
  const { category, provider } = adapter.factory.adapter;
  const given: Setup = typeof setup === 'function' ? setup({ path: draft.label, category, provider }) : setup;
  const namespaces = env['DEBUG'] ?? '';
  const debugging = isDebugged(namespaces, { category, provider }) ? [debugInterceptor({ namespaces })] : [];
  return adapter.factory(options, {
    ...given,
    interceptors: [...(given.interceptors ?? []), ...debugging],
    name: draft.path.at(-1) ?? category,
    policy: mergePolicies([given.policy ?? {}, draft.policy]),
  });
}

function invalidConfig(findings: readonly Finding[]): IntegrationError {
  const problems = findings.map(({ problem }) => problem);
  const isOnlyMissing = findings.every(({ code }) => code === 'adapter_missing');
  const message = formatProblems(problems);
  const code = isOnlyMissing ? 'adapter_missing' : 'config_invalid';
  return new IntegrationError(
    { code, outcome: 'not_applied', message, problems },
    findings.find(({ cause }) => cause)?.cause,
  );
}
