import type { CallOptions } from '../call.ts';
import { type Clock, type Random, systemClock } from '../clock.ts';
import type { Contract, ListOptions, OperationSpec, Page } from '../contract.ts';
import { IntegrationError } from '../error.ts';
import { merge, nest } from '../facade.ts';
import type { Integration, Interceptor } from '../integration.ts';
import { toPages } from '../pages.ts';
import { createTransport } from '../transport.ts';
import { underOperation } from '../under-operation.ts';
import { Claims } from './claims.ts';
import { tagIds } from './ids.ts';
import { groupIntegration } from './integration.ts';
import { methodOf } from './member.ts';
import type { KeyMemory } from './memory.ts';
import { byPriority, type Order } from './order.ts';
import { groupParts } from './parts.ts';
import { type Ask, askOwner, type Routes, route } from './route.ts';
import { watchedBy } from './watched.ts';

/** How a group works. */
export interface FailoverOptions {
  /** Which member has which key, over all machines of the application: `processMemory()` knows only this process. */
  readonly memory: KeyMemory;
  /** Default: `byPriority`. */
  readonly order?: Order;
  /** Default: the category. */
  readonly name?: string;
  /** Around the calls of the group; its members have their own. The first one is the outermost. */
  readonly interceptors?: readonly Interceptor[];
  /** For tests. Default: the clock of the machine. */
  readonly clock?: Clock;
  /** For tests. Default: `Math.random`. */
  readonly random?: Random;
}

/** The operations of several facades: what any of them lacks does not compile. */
export type Group<Api, Methods extends object, F> = Integration & {
  readonly [K in keyof Api & keyof F]: F[K];
} & Methods;

/**
 * Several providers as one. A call goes to the first that can do it: it moves on only when the one before certainly did
 * nothing, or when the call only reads. A key that may have had an effect at one member never goes to another. Ids are
 * `<member>:<id>`, so that a refund goes where the charge was. A decline never moves on.
 *
 * @param members Facades of the category, each with a name of its own: `stripePayments(options, { name: 'stripe' })`.
 * @throws `IntegrationError` `config_invalid` when members have the same name, or are of another category.
 * @example
 * const members = [sendgridEmail(options, { name: 'sendgrid' }), smtpEmail(other, { name: 'smtp' })];
 * const mail = failover(email, members, { memory });
 * await mail.send(message, { idempotencyKey: 'receipt:7' });
 */
export function failover<Api, Methods extends object, Parts extends object, const F extends Integration>(
  contract: Contract<Api, Methods, Parts>,
  members: readonly F[],
  options: FailoverOptions,
): Group<Api, Methods, F> {
  assertMembers(contract.category, members);
  const routes = routesOf(contract, members, options);
  const { clock, random, name } = routes;
  const table: Readonly<Record<string, OperationSpec>> = contract.operations;
  const integration = groupIntegration(name, members, table);
  const watched = watchedBy(options.interceptors ?? [], integration);
  const operations = nest(table, (operation, spec) => {
    const asked = askedOf(members, operation);
    const ask: Ask = (member, input, given) => asked(member)(input, given);
    const go = spec.aboutKey ? askOwner : route;
    return (input, given = {}) =>
      spec.pages === true
        ? walk({ operation, spec, routes, asked }, input, given)
        : watched(operation, (moved) =>
            underOperation(integration, operation, () =>
              go(routes, { operation, spec, input, options: given, moved }, ask),
            ),
          );
  });
  const methods = contract.methods({
    operations: operations as Api, // the table's type holds it to the interface's names
    integration,
    kit: { clock, random, name, transport: createTransport(clock).transport },
    parts: groupParts<Parts>(members, routes.idFields),
  });
  const facade: unknown = Object.freeze({ ...integration, ...merge(operations, methods) });
  return facade as Group<Api, Methods, F>;
}

function routesOf(
  { category, ids = ['id'] }: Pick<Contract<unknown>, 'category' | 'ids'>,
  members: readonly Integration[],
  options: FailoverOptions,
): Routes {
  const { memory, name = category, order = byPriority, clock = systemClock, random = Math.random } = options;
  return {
    category,
    name,
    members: members.map((member) => member.name),
    idFields: new Set(ids),
    order,
    claims: new Claims(memory),
    clock,
    random,
  };
}

function assertMembers(category: string, members: readonly Integration[]): void {
  const names = members.map((member) => member.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  const odd = names.find((name) => !/^[\w.-]+$/.test(name));
  const stranger = members.find((member) => member.category !== category);
  const problem =
    members.length === 0
      ? 'it has no members'
      : twice !== undefined
        ? `two members are named ${twice}; name each, for example stripePayments(options, { name: 'main' })`
        : odd !== undefined
          ? `the name ${JSON.stringify(odd)} cannot be part of an id: letters, digits, dots and hyphens can`
          : stranger !== undefined && `${stranger.name} is of the category ${stranger.category}`;
  if (!problem) return;
  const message = `The failover group of ${category} cannot be: ${problem}.`;
  throw new IntegrationError({ code: 'config_invalid', outcome: 'not_applied', category, message });
}

type Asked = (input: unknown, options: CallOptions) => Promise<unknown>;

/** A member's own operation. */
function askedOf(members: readonly Integration[], operation: string): (member: string) => Asked {
  const methods = new Map(members.map((member) => [member.name, methodOf(member, operation)]));
  return (member) => async (input, options) => {
    if (!methods.has(member)) throw gone(member);
    return methods.get(member)?.(input, options);
  };
}

/** The memory is older than the group. */
function gone(member: string): IntegrationError {
  return new IntegrationError({
    code: 'config_invalid',
    outcome: 'unknown',
    message: `The key may have had its effect at ${member}, which the group no longer has.`,
    hint: 'Add the member again, last in the order, until its keys are settled.',
  });
}

interface Walked {
  readonly operation: string;
  readonly spec: OperationSpec;
  readonly routes: Routes;
  readonly asked: (member: string) => Asked;
}

/** What all members have, one after the other. A cursor says whose it is. */
function walk({ routes, asked }: Walked, input: unknown, options: ListOptions) {
  const [first = ''] = routes.members;
  return toPages(async (cursor = `${first}:`) => {
    const end = cursor.indexOf(':');
    const member = cursor.slice(0, end);
    const pages = await asked(member)(input, options);
    const page = await pageOf(pages, cursor.slice(end + 1) || undefined);
    const items = page.items.map((item) => tagIds(item, routes.idFields, member));
    const follower = routes.members[routes.members.indexOf(member) + 1];
    const next = page.next === undefined ? follower && `${follower}:` : `${member}:${page.next}`;
    return { items, ...(next !== undefined && { next }) };
  });
}

async function pageOf(pages: unknown, cursor: string | undefined): Promise<Page<unknown>> {
  const page: unknown = Reflect.get(Object(pages), 'page');
  return (page as (cursor?: string) => Promise<Page<unknown>>)(cursor); // a table's row with `pages` gives a list
}
