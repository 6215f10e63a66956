/** A change of one file: texts of whole lines, each with what takes its place. */
export interface Patch {
  /** From the root of the repository. */
  readonly file: string;
  readonly changes: readonly Change[];
}

interface Change {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** A patch does not fit the file that it is for. */
export class StalePatch extends Error {}

/**
 * Reads a unified diff of one file. Where a change belongs is told by its lines, not by their numbers.
 * @throws `SyntaxError` when it is none.
 */
export function parsePatch(text: string): Patch {
  const files = [...text.matchAll(/^\+\+\+ (?:b\/)?(.+)$/gm)].map(([, file = '']) => file);
  const [file] = files;
  if (file === undefined || files.length > 1) throw new SyntaxError('A patch is a unified diff of one file.');
  const [, ...hunks] = text.split(/^@@ .*\n/m);
  const changes = hunks.map((hunk) => {
    const lines = hunk.split('\n').filter((line) => /^[ +-]/.test(line));
    const without = (sign: string) =>
      lines.filter((line) => !line.startsWith(sign)).map((line) => line.slice(1));
    return { before: without('+'), after: without('-') };
  });
  return { file, changes };
}

/**
 * The text with the patch applied.
 * @throws `StalePatch` when a change fits nowhere, or in several places.
 */
export function applyPatch(text: string, { changes }: Patch): string {
  let lines = text.split('\n');
  for (const { before, after } of changes) {
    const place = onlyPlace(lines, before);
    lines = lines.toSpliced(place, before.length, ...after);
  }
  return lines.join('\n');
}

/** The same patch without the lines around its changes, for a file whose other lines have changed. */
export function withoutContext({ file, changes }: Patch): Patch {
  const bare = changes.map(({ before, after }) => {
    const same = (line: string, index: number): boolean => line === after[index];
    const start = before.findIndex((line, index) => !same(line, index));
    const tail = [...before].reverse().findIndex((line, index) => line !== after.at(-1 - index));
    const head = start === -1 ? before.length : start;
    const most = Math.min(before.length, after.length) - head;
    const end = Math.min(tail === -1 ? before.length : tail, most);
    return { before: before.slice(head, before.length - end), after: after.slice(head, after.length - end) };
  });
  return { file, changes: bare };
}

function onlyPlace(lines: readonly string[], wanted: readonly string[]): number {
  const places = lines.flatMap((_, start) =>
    wanted.every((line, index) => lines[start + index] === line) ? [start] : [],
  );
  const [place] = places;
  if (place !== undefined && places.length === 1 && wanted.length > 0) return place;
  throw new StalePatch(`these lines are there ${places.length} times:\n${wanted.join('\n')}`);
}
