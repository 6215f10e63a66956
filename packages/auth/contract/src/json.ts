const deepest = 32;

/**
 * Reads a JSON object as a signature needs it read: with one meaning. `undefined` for what is no object, has a member
 * twice (readers differ in which one counts) or is nested deeper than 32.
 */
export function readJsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text, (_, member: unknown) => Object.freeze(member));
    return isRecord(value) && isUnambiguous(text) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** An object with members, not a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Goes through text that is known to be JSON: strings and brackets are all that matters. */
function isUnambiguous(text: string): boolean {
  const open: (Set<string> | undefined)[] = []; // the member names of each open object; `undefined` for an array
  const tokens = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g;
  for (const [token, colon] of text.matchAll(tokens)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (colon !== undefined) {
      const name = String(JSON.parse(token.slice(0, token.length - colon.length)));
      const names = open.at(-1);
      if (names?.has(name)) return false;
      names?.add(name);
    }
    if (open.length > deepest) return false;
  }
  return true;
}
