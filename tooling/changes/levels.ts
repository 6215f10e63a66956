/** How far a release goes, the least first. */
export const levels = ['none', 'patch', 'minor', 'major'] as const;

export type Level = (typeof levels)[number];

/** The greatest of some levels. */
export function greatest(some: readonly Level[]): Level {
  return levels.findLast((level) => some.includes(level)) ?? 'none';
}

/** Whether a release of one level is too small for what needs another. */
export function isSmaller(level: Level, than: Level): boolean {
  return levels.indexOf(level) < levels.indexOf(than);
}

/** One difference between what was promised and what is. */
export interface Change {
  readonly level: Level;
  /** What changed: `Payment.capturedAt was removed`. */
  readonly what: string;
  /** The lines, with `-` and `+` before them. */
  readonly lines: readonly string[];
}
