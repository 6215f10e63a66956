/** A guard, the change that takes it away, and who has to notice. */
export interface Mutant {
  /** The change is `patches/<name>.patch`. */
  readonly name: string;
  /** What the guard protects, one line. */
  readonly guards: string;
  /** Every test that goes red without it, by its file: full names, `describe > it`, or how they begin and `*`. */
  readonly red: Readonly<Record<string, readonly string[]>>;
}

/** A test by its file and its full name. */
export interface TestName {
  readonly file: string;
  readonly name: string;
}
