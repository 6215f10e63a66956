/** One way in which a value prints. */
export interface Printed {
  readonly place: string;
  readonly text: string;
}

const inspect = Symbol.for('nodejs.util.inspect.custom');
const deepest = 6;

/** Everything that a value prints or holds as text, hidden properties and causes included. */
export function printedForms(value: unknown): readonly Printed[] {
  const seen = new Set<unknown>();
  const found: Printed[] = [];
  const add = (place: string, make: () => unknown): void => {
    const text = attempt(make);
    if (typeof text === 'string') found.push({ place, text });
  };
  const visit = (current: unknown, path: string, depth: number): void => {
    if (typeof current === 'string') found.push({ place: path, text: current });
    if (typeof current !== 'object' || current === null || seen.has(current) || depth > deepest) return;
    seen.add(current);
    const printable: { toString(): string } = current;
    add(`String(${path})`, () => String(printable));
    add(`JSON of ${path}`, () => JSON.stringify(current));
    add(`inspection of ${path}`, () => inspected(current));
    for (const key of ['message', 'stack', 'cause', 'name', ...Reflect.ownKeys(current)]) {
      visit(
        attempt(() => Reflect.get(current, key)),
        `${path}.${String(key)}`,
        depth + 1,
      );
    }
  };
  visit(value, 'error', 0);
  return found;
}

/** A secret as it may be written: plain, URL-encoded, hex, and base64 at each of its three alignments. */
export function secretForms(secret: string): readonly string[] {
  const bytes = new TextEncoder().encode(secret);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const base64 = [0, 1, 2].map((before) => fragment(bytes, before));
  const urlSafe = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [...new Set([secret, encodeURIComponent(secret), hex, ...base64, ...urlSafe])];
}

/** The characters of base64 that the bytes alone decide when `before` other bytes precede them. */
function fragment(bytes: Uint8Array, before: number): string {
  const padded = String.fromCharCode(...new Uint8Array(before), ...bytes);
  const firstWhole = Math.ceil((before * 8) / 6);
  return btoa(padded).slice(firstWhole, Math.floor((padded.length * 8) / 6));
}

function inspected(value: object): unknown {
  const custom: unknown = Reflect.get(value, inspect);
  return typeof custom === 'function'
    ? custom.call(value, 10, {}, (inner: unknown) => JSON.stringify(inner))
    : undefined;
}

/** What cannot be printed cannot leak: a cycle in JSON, a getter that throws. */
function attempt(make: () => unknown): unknown {
  try {
    return make();
  } catch {
    return undefined;
  }
}
