const deepest = 32;

/**
 * Reads a JSON object as a signature needs it read: with one meaning. `undefined` for what is no object, has a member
 * twice (readers differ in which one counts) or is nested deeper than 32. What is read is frozen.
 */
export function readJsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // A member that is there twice is twice in the text, and once in the value.
    return isRecord(value) && freeze(value, 1) === countNames(text) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** An object with members, not a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Freezes a value with all that is in it, and counts the members of its objects; `NaN` where it is too deep. */
function freeze(value: object, depth: number): number {
  if (depth > deepest) return Number.NaN;
  const inner: readonly unknown[] = Object.values(value);
  let members = Array.isArray(value) ? 0 : inner.length;
  for (const item of inner) if (typeof item === 'object' && item !== null) members += freeze(item, depth + 1);
  Object.freeze(value);
  return members;
}

/** The names of members in text that is known to be JSON: strings with a colon behind them. */
function countNames(text: string): number {
  let names = 0;
  for (let start = text.indexOf('"'); start !== -1; ) {
    let next = endOfString(text, start) + 1;
    while (text.charCodeAt(next) <= 0x20) next += 1; // all white space of JSON, and nothing else of it
    if (text[next] === ':') names += 1;
    start = text.indexOf('"', next);
  }
  return names;
}

/** Where the string ends that begins here: at a quotation mark behind an even number of backslashes. */
function endOfString(text: string, start: number): number {
  let end = start;
  let backslashes: number;
  do {
    end = text.indexOf('"', end + 1);
    backslashes = 0;
    while (text[end - 1 - backslashes] === '\\') backslashes += 1;
  } while (backslashes % 2 === 1);
  return end;
}
