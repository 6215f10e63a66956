/** So many octets of a segment at most stand in one name on disk: tripled by escapes they still fit. */
const longestPiece = 64;

/** Where an object stands below the folder of all objects. */
export interface Place {
  /** Names of folders, outermost first. */
  readonly folders: readonly string[];
  /** What the names of the object's files begin with. */
  readonly name: string;
}

/** Marks that no escaped text has: they tell what a name on disk is. */
const more = '~more';
const index = '~index';

/**
 * The place of a key. A segment is a folder, or at the end a name. What a file system could mangle or take for
 * something else (capitals, anything beyond ASCII, dots at an end, device names of Windows) is written as `%xx`: one
 * key has one place on every file system. A segment of 64 octets or more is cut into folders within each other.
 */
export function placeOf(key: string): Place {
  const folders = key.split('/').flatMap(toNames);
  const name = folders.pop() ?? '';
  return { folders, name };
}

function toNames(segment: string): string[] {
  const bytes = Buffer.from(segment);
  const names: string[] = [];
  let start = 0;
  for (; bytes.length - start >= longestPiece; start += longestPiece)
    names.push(escape(bytes.subarray(start, start + longestPiece)) + more);
  return [...names, escape(bytes.subarray(start))];
}

/** Names of an object's files. */
export const fileNames = {
  /** What is known of the object, and which body is its own. */
  index: (name: string): string => name + index,
  body: (name: string, generation: string): string => `${name}~${generation}`,
  /** The generation of a body of this object; `undefined` for any other file. */
  generationOf(name: string, file: string): string | undefined {
    return file.startsWith(`${name}~`) && /^[0-9a-f]{32}$/.test(file.slice(name.length + 1))
      ? file.slice(name.length + 1)
      : undefined;
  },
};

/** What a name on disk stands for. */
export type Meaning =
  | { readonly kind: 'object' | 'folder' | 'more'; readonly bytes: Buffer }
  | { readonly kind: 'other' };

/** Reads a name that a folder or an index has; `other` for all that does not come from here. */
export function meaningOf(file: string, isFolder: boolean): Meaning {
  const kind = kindOf(file, isFolder);
  if (kind === undefined) return { kind: 'other' };
  const text = kind === 'folder' ? file : file.slice(0, file.lastIndexOf('~'));
  const bytes = unescape(text);
  return bytes !== undefined && escape(bytes) === text ? { kind, bytes } : { kind: 'other' };
}

function kindOf(file: string, isFolder: boolean): 'object' | 'folder' | 'more' | undefined {
  if (!isFolder) return file.endsWith(index) ? 'object' : undefined;
  return file.endsWith(more) ? 'more' : 'folder';
}

const devices = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)/;

function escape(bytes: Buffer): string {
  if (bytes.length === 0) return '%'; // what follows a cut that falls on the end
  const text = Array.from(bytes, (byte, at) => {
    const character = String.fromCharCode(byte);
    const isInside = at > 0 && at < bytes.length - 1;
    return /[a-z0-9_-]/.test(character) || (character === '.' && isInside) ? character : hex(byte);
  }).join('');
  return devices.test(text) ? hex(text.charCodeAt(0)) + text.slice(1) : text;
}

function unescape(text: string): Buffer | undefined {
  if (text === '%') return Buffer.alloc(0);
  const parts = text.match(/%[0-9a-f]{2}|[a-z0-9._-]/g) ?? [];
  if (parts.join('') !== text) return undefined;
  return Buffer.from(
    parts.map((part) => (part.length === 1 ? part.charCodeAt(0) : Number.parseInt(part.slice(1), 16))),
  );
}

function hex(byte: number): string {
  return `%${byte.toString(16).padStart(2, '0')}`;
}
