import type { Package } from './workspace.ts';

type Caps = Readonly<Record<string, number>>;

/** The rooms of every adapter and their caps in lines. */
const baseRooms: Caps = {
  index: 25,
  adapter: 50,
  options: 90,
  capabilities: 64,
  client: 90,
  driver: 180,
  request: 200,
  response: 200,
  errors: 120,
};

/** The rooms that a category adds. */
const categoryRooms: Readonly<Record<string, Caps>> = {
  payments: { webhook: 180 },
  email: { webhook: 180 },
  storage: { url: 180 },
  auth: { flow: 180 },
};

/** The rooms that an adapter of a category may have: only some vendors of auth send webhooks. */
const furtherRooms: Readonly<Record<string, Caps>> = {
  auth: { webhook: 180 },
};

/** The rooms that a category has no use for: records of state are the same on both sides. */
const missingRooms: Readonly<Record<string, readonly string[]>> = {
  state: ['request', 'response'],
  jobs: ['request', 'response'],
};

/** Only a vendor has a client, and shapes of its own to map. */
const vendorRooms = ['client', 'request', 'response', 'fake'];

/** An embedded provider keeps its own machinery and its hosted pages apart from the rooms. */
const embeddedRooms = ['engine', 'pages'];

const conformanceCap = 50;

/** The room that a file under `src/` is in, or is a part of. */
export function roomOf(adapter: Package, path: string): string {
  const [first = ''] = path.slice(`${adapter.folder}/src/`.length).split('/');
  return first.replace(/\.[^.]+$/, '');
}

/** The rooms that the adapter must have. */
export function requiredRooms(adapter: Package): string[] {
  const named = Object.keys(ownRooms(adapter));
  if (adapter.embedded) return named.filter((room) => !vendorRooms.includes(room));
  return adapter.protocol ? named : [...named, 'fake'];
}

/** The rooms that the adapter may have. */
export function allowedRooms(adapter: Package): string[] {
  const further = adapter.embedded ? embeddedRooms : adapter.protocol ? [] : ['fake'];
  return [...Object.keys(cappedRooms(adapter)), ...further];
}

/** `fake`, `engine` and `pages` are never a single file. */
export function isRoomFolderOnly(room: string): boolean {
  return room === 'fake' || embeddedRooms.includes(room);
}

/** The cap of a file that is a room (or a part of one) with a cap of its own. */
export function roomCap(adapter: Package, path: string): number | undefined {
  if (isConformanceTest(adapter, path)) return conformanceCap;
  return path.startsWith(`${adapter.folder}/src/`) ? cappedRooms(adapter)[roomOf(adapter, path)] : undefined;
}

/**
 * True for the test that runs the category's suite; it is slow where the vendor's own server is no registry's package.
 */
export function isConformanceTest({ folder }: Package, path: string): boolean {
  return path === `${folder}/test/conformance.test.ts` || path === `${folder}/test/conformance.slow.test.ts`;
}

function cappedRooms(adapter: Package): Caps {
  return { ...ownRooms(adapter), ...furtherRooms[adapter.category ?? ''] };
}

function ownRooms({ category = '' }: Package): Caps {
  const missing = missingRooms[category] ?? [];
  const rooms = Object.entries({ ...baseRooms, ...categoryRooms[category] });
  return Object.fromEntries(rooms.filter(([room]) => !missing.includes(room)));
}
