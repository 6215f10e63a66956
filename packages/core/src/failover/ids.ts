import { DriverFailure } from '../failure.ts';

/** Fields that hold what the application wrote, or what only the vendor understands. */
const opaque: ReadonlySet<string> = new Set(['metadata', 'vendor']);

/** Ids of one member as the group hands them out: `<member>:<id>`. */
export function tagIds(value: unknown, fields: ReadonlySet<string>, member: string): unknown {
  return mapIds(value, fields, (id) => `${member}:${id}`);
}

/** What a call names, by the member that it is of. */
export interface Untagged {
  readonly input: unknown;
  /** Whose ids there are in it; `undefined` where there are none. */
  readonly member: string | undefined;
}

/**
 * The input as its member knows it.
 * @throws `DriverFailure` `invalid_request` for an id without its member, of no member, or of several.
 */
export function untagIds(input: unknown, fields: ReadonlySet<string>, members: readonly string[]): Untagged {
  const owners = new Set<string>();
  const bare = mapIds(input, fields, (id, field) => {
    const end = id.indexOf(':');
    const owner = id.slice(0, Math.max(end, 0));
    if (!members.includes(owner))
      throw refused(`${field}: found an id without its member; expected ${forms(members)}.`);
    owners.add(owner);
    return id.slice(end + 1);
  });
  const [member, ...others] = owners;
  if (others.length > 0) throw refused(`The ids are of several members: ${[...owners].join(', ')}.`);
  return { input: bare, member };
}

function forms(members: readonly string[]): string {
  return members.map((member) => `${member}:<id>`).join(' or ');
}

function refused(message: string): DriverFailure {
  return new DriverFailure({ code: 'invalid_request', message });
}

/** A copy in which every id is changed; what does not print is kept as it is. */
function mapIds(
  value: unknown,
  fields: ReadonlySet<string>,
  change: (id: string, field: string) => string,
): unknown {
  if (Array.isArray(value)) return value.map((item) => mapIds(item, fields, change));
  if (!isPlain(value)) return value;
  const described: Record<string, PropertyDescriptor> = Object.getOwnPropertyDescriptors(value);
  for (const [field, member] of Object.entries(value)) {
    if (opaque.has(field)) continue;
    const changed =
      typeof member === 'string' && fields.has(field)
        ? change(member, field)
        : mapIds(member, fields, change);
    if (changed !== member) described[field] = { value: changed, enumerable: true };
  }
  return Object.defineProperties({}, described);
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
