/** What every provider takes; what is beyond it is refused, never cut, but for error texts. */
export const jobsLimits = {
  /** Of a queue’s name. */
  queueCharacters: 100,
  /** Of an id and of an ordering key, in octets of UTF-8. */
  idBytes: 255,
  /** Of a payload as JSON, in octets of UTF-8. */
  payloadBytes: 256 * 1024,
  /** How deep arrays and objects of a payload may be within each other. */
  payloadDepth: 100,
  /** What is kept of an error’s text. */
  errorCharacters: 2000,
  /** Most jobs of one claim. */
  claimed: 100,
  /** Shortest lease. */
  shortestLeaseMs: 1000,
  /** Longest lease: a day. */
  longestLeaseMs: 24 * 3_600_000,
  /** Longest wait for the next try: ten years. */
  delayMs: 10 * 365 * 24 * 3_600_000,
} as const;

const unsafe = /[\p{Cc}\p{Cs}]/u;

/** What is wrong with an id or an ordering key, as the end of a sentence; `undefined` for a sound one. */
export function whyNotId(id: string): string | undefined {
  if (id === '') return 'it is empty';
  if (unsafe.test(id)) return 'it has a control character, or is no well-formed Unicode';
  return isLonger(id, jobsLimits.idBytes) ? `it is longer than ${jobsLimits.idBytes} octets` : undefined;
}

/** UTF-8 takes at most three octets for a unit of UTF-16: most texts need not be counted. */
export function isLonger(text: string, octets: number): boolean {
  return text.length * 3 > octets && new TextEncoder().encode(text).byteLength > octets;
}

const unprintable = /(?![\n\t])[\p{Cc}\p{Cs}]/gu;

/** An error’s text as it is kept: cut, and without what not every store can keep. */
export function toKeptError(text: string): string {
  return text.slice(0, jobsLimits.errorCharacters).replace(unprintable, '\uFFFD');
}
