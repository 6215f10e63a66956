import type { AnyCapabilities, IdempotencySupport, OperationSpec, Support } from '../contract.ts';
import { missingNeeds } from '../input.ts';
import type { Integration, IntegrationHealth, Native } from '../integration.ts';
import { methodOf } from './member.ts';
import { groupDeadlineMs } from './route.ts';

/** What a group is as an integration: it can do what all its members can. */
export function groupIntegration(
  name: string,
  members: readonly Integration[],
  table: Readonly<Record<string, OperationSpec>>,
): Integration & Native<unknown> {
  const provider = [...new Set(members.map((member) => member.provider))].join('|');
  const capabilities = common(
    provider,
    members.map((member) => member.capabilities),
  );
  const [{ category } = { category: '' }] = members;
  const close = async (): Promise<void> => {
    await Promise.all(members.map((member) => member.close()));
  };
  const native = async (): Promise<unknown> => Object.fromEntries(await Promise.all(members.map(clientOf)));
  const use = async (): Promise<never> => {
    throw new TypeError(`${name} is a group of ${provider}: use a member’s client.`);
  };
  return {
    category,
    provider,
    name,
    capabilities,
    deadlineMs: groupDeadlineMs,
    supports: (operation) => Boolean(capabilities.operations[operation]),
    check: async () => {
      await Promise.any(members.map((member) => member.check())).catch((error: AggregateError) => {
        throw error.errors[0];
      });
    },
    health: () => healthOf(name, members, provider),
    explain: (operation, input) => missingNeeds(operation, table[operation], capabilities, input),
    native,
    use,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A member's name and its client. */
async function clientOf(member: Integration): Promise<readonly [string, unknown]> {
  return [member.name, await methodOf(member, 'native')?.()];
}

function common(provider: string, all: readonly AnyCapabilities[]): AnyCapabilities {
  const [first, ...others] = all;
  if (first === undefined) throw new TypeError('A group has members.');
  const { embedded: _, ...shared } = first;
  return others.reduce<AnyCapabilities>(
    (one, other) => ({
      ...one,
      provider,
      operations: mapValues(one.operations, (support, name) =>
        lesser(support, other.operations[name] ?? false),
      ),
      traits: mapValues(one.traits, (has, name) => has && other.traits[name] === true),
      idempotency: weaker(one.idempotency, other.idempotency),
    }),
    { ...shared, provider },
  );
}

/** A key is honoured where all members honour it, and only as long as all of them do. */
function weaker(one: IdempotencySupport, other: IdempotencySupport): IdempotencySupport {
  if (one.kind === 'none' || other.kind === 'none') return { kind: 'none' };
  const ttlHours = Math.min(one.ttlHours ?? Infinity, other.ttlHours ?? Infinity);
  const maxLength = Math.min(one.maxLength ?? Infinity, other.maxLength ?? Infinity);
  return {
    kind: 'native',
    ...(ttlHours < Infinity && { ttlHours }),
    ...(maxLength < Infinity && { maxLength }),
  };
}

function lesser(one: Support, other: Support): Support {
  if (one === false || other === false) return false;
  return one === 'composed' || other === 'composed' ? 'composed' : 'native';
}

function mapValues<V>(
  record: Readonly<Record<string, V>>,
  change: (value: V, name: string) => V,
): Readonly<Record<string, V>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}

/** `pass`: all members are well. A group with one that is works on, and warns. */
function healthOf(name: string, members: readonly Integration[], provider: string): IntegrationHealth {
  const all = members.map((member) => member.health());
  const circuits = all.map(({ circuit }) => circuit);
  const circuit = circuits.find((state) => state === 'closed') ?? circuits[0] ?? 'closed';
  const lastSuccessAt = latest(all.map((health) => health.lastSuccessAt));
  const lastFaultAt = latest(all.map((health) => health.lastFaultAt));
  return {
    category: members[0]?.category ?? '',
    provider,
    name,
    status: all.every(({ status }) => status === 'pass') ? 'pass' : 'warn',
    circuit,
    inFlight: all.reduce((sum, { inFlight }) => sum + inFlight, 0),
    ...(lastSuccessAt !== undefined && { lastSuccessAt }),
    ...(lastFaultAt !== undefined && { lastFaultAt }),
  };
}

function latest(dates: readonly (Date | undefined)[]): Date | undefined {
  return dates.reduce((one, other) =>
    one === undefined || (other !== undefined && other > one) ? other : one,
  );
}
