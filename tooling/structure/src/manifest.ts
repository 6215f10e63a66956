/** The parsed text of a package.json; what is not an object reads as an empty one. */
export function readManifest(text: string): Readonly<Record<string, unknown>> {
  try {
    const manifest: unknown = JSON.parse(text);
    return isRecord(manifest) ? manifest : {};
  } catch {
    return {};
  }
}

/** Whether the value is an object with named fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The named field, when it is an object; else an empty one. */
export function recordIn(value: unknown, field: string): Readonly<Record<string, unknown>> {
  const inner = isRecord(value) ? value[field] : undefined;
  return isRecord(inner) ? inner : {};
}

/** The line (from 1) on which a quoted word first stands; 1 when it does not. */
export function lineOfWord(text: string, word: string): number {
  return Math.max(1, text.split('\n').findIndex((line) => line.includes(`"${word}"`)) + 1);
}
