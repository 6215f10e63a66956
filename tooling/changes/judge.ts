import { type Change, greatest, isSmaller, type Level } from './levels.ts';

/** What is known of one published package since its last release. */
export interface Facts {
  readonly name: string;
  /** The version of its last release; absent before the first. */
  readonly released?: string;
  /** How far the changesets that wait, and the version that is written down already, take it. */
  readonly declared: Level;
  /** Files of it that users get and that changed since the base; absent where there is no base. */
  readonly changedFiles?: readonly string[];
  /** How far the changesets since the base take it. */
  readonly named: Level;
  /** What became of its declarations and its package.json since its last release. */
  readonly changes: readonly Change[];
  /** Packages whose types its own are made of. */
  readonly madeOf: readonly string[];
}

/** A package whose changesets say less than is true. */
export interface Finding {
  readonly name: string;
  readonly declared: Level;
  readonly needed: Level;
  readonly reasons: readonly Change[];
}

/** The packages whose changesets say too little. */
export function judge(packages: readonly Facts[]): readonly Finding[] {
  const majors = new Set(
    packages.filter(({ declared, released }) => declared === 'major' && released).map(({ name }) => name),
  );
  return packages.flatMap((facts): readonly Finding[] => {
    const reasons = [...ownReasons(facts), ...reasonsFromBelow(facts, majors)];
    const needed = greatest(reasons.map(({ level }) => level));
    const { name, declared } = facts;
    if (isSmaller(declared, needed)) return [{ name, declared, needed, reasons }];
    const unnamed = unnamedFiles(facts);
    return unnamed.length === 0 ? [] : [{ name, declared: facts.named, needed: 'patch', reasons: unnamed }];
  });
}

function ownReasons({ released, changes }: Facts): readonly Change[] {
  if (released !== undefined) return changes;
  return [{ level: 'major', what: 'it was never released, and its first release is 1.0.0', lines: [] }];
}

/** Whoever updates gets two versions of a type where one is made of the other. */
function reasonsFromBelow({ name, released, madeOf }: Facts, majors: ReadonlySet<string>): readonly Change[] {
  if (released === undefined) return [];
  return madeOf
    .filter((below) => below !== name && majors.has(below))
    .map((below) => ({
      level: 'major',
      what: `${below}, of which its types are made, goes major`,
      lines: [],
    }));
}

function unnamedFiles({ changedFiles = [], named }: Facts): readonly Change[] {
  if (named !== 'none') return [];
  return changedFiles.map((path) => ({ level: 'patch', what: `${path} changed`, lines: [] }));
}

/** A finding as it is printed: what is said, what is true, the first three lines of why, and what to do. */
export function toText({ name, declared, needed, reasons }: Finding): string {
  const said = declared === 'none' ? 'no changeset names it' : `the changesets say ${declared}`;
  const worst = reasons.filter(({ level }) => level === needed);
  const [first] = worst;
  const lines = worst.flatMap((reason) => reason.lines);
  return [
    `${name}: ${said}, and it needs ${needed}`,
    ...(first === undefined
      ? []
      : [`  ${first.what}${worst.length > 1 ? `, and ${worst.length - 1} more` : ''}`]),
    ...lines.slice(0, 3).map((line) => `    ${shortened(line)}`),
    `  Run \`pnpm changeset\` and name ${name} there with ${needed}${needed === 'major' ? ', or keep what was promised' : ''}.`,
  ].join('\n');
}

function shortened(line: string): string {
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
