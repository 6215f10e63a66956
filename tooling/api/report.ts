import { join, relative } from 'node:path/posix';
import type { Declarations } from './declarations.ts';
import type { PublishedPackage } from './packages.ts';
import { type Found, type Own, placeOf, Reach } from './reach.ts';

/** Heads the types that no entry exports. */
export const innerHeading = 'Not exported, named above';

/** The public declarations of a package as a page: a section for each entry, then the types that they name. */
export function reportOf({ name, folder, entries }: PublishedPackage, declarations: Declarations): string {
  const reach = new Reach(declarations);
  const shown = new Map<string, string>();
  const met: Own[] = [];
  const sections = [...entries].map(([entry, path]) => {
    const exported = [...reach.exportsOf(path)].filter(([, found]) => isPromised(found)).toSorted(byName);
    const own = exported.flatMap(([, found]) => (found.kind === 'own' ? [found] : []));
    const blocks = exported.map(([as, found]) => printExport(as, found, entry, shown));
    met.push(...own);
    return section(`\`${entry}\``, importsOf(own, reach), blocks);
  });
  const inner = reach.closure(met).filter((own) => !shown.has(placeOf(own)));
  const texts = inner.map((own): [string, string] => [placeOf(own), own.declaration.text]).toSorted(byName);
  return [
    `# API of \`${name}\``,
    introduction(folder),
    ...(sections.length === 0 ? ['It has no exports: what it promises is its command line.'] : sections),
    ...(inner.length === 0
      ? []
      : [
          section(
            innerHeading,
            importsOf(inner, reach),
            texts.map(([, text]) => text),
          ),
        ]),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

function introduction(folder: string): string {
  const policy = join(relative(folder, '.'), 'VERSIONING.md');
  return (
    'What users can import, and the types that it names. `npm run api` writes this page; `npm run changes` judges by\n' +
    `it how far a release must go ([VERSIONING.md](${policy})).`
  );
}

/** What is marked `@internal` is exported for other packages of ours. */
function isPromised(found: Found): boolean {
  return found.kind === 'foreign' || !found.declaration.text.startsWith('/** @internal */');
}

/** Each declaration stands once: what a second entry exports, too, refers to the first. */
function printExport(as: string, found: Found, entry: string, shown: Map<string, string>): string {
  if (found.kind === 'foreign') {
    const { name, specifier } = found.origin;
    return reexport({ name, as, from: ` from '${specifier}'`, isTypeOnly: found.isTypeOnly });
  }
  // A type is one either way; of a constant, a function or a class, users miss the value.
  const isTypeOnly = found.isTypeOnly && /^declare /m.test(found.declaration.text);
  if (found.name !== as || isTypeOnly) return reexport({ name: found.name, as, from: '', isTypeOnly });
  const place = placeOf(found);
  const first = shown.get(place);
  if (first !== undefined) return reexport({ name: as, as, from: ` from '${first}'`, isTypeOnly });
  shown.set(place, entry);
  return found.declaration.text.replace(/^(?!\/\*\*| |\})(?=[a-z])/gm, 'export ');
}

interface Reexport {
  readonly name: string;
  readonly as: string;
  /** ` from '@patchbay/core'` */
  readonly from: string;
  readonly isTypeOnly: boolean;
}

function reexport({ name, as, from, isTypeOnly }: Reexport): string {
  return `export ${isTypeOnly ? 'type ' : ''}{ ${nameAs(name, as)} }${from};`;
}

/** What the declarations of a section name of other packages. */
function importsOf(declarations: readonly Own[], reach: Reach): readonly string[] {
  const named = new Map<string, Set<string>>();
  const whole = new Set<string>();
  for (const found of declarations.flatMap((own) => reach.namedBy(own))) {
    if (found.kind === 'own') continue;
    const { local, origin } = found;
    if (origin.name === 'default') whole.add(`import type ${local} from '${origin.specifier}';`);
    else if (origin.name === '*') whole.add(`import type * as ${local} from '${origin.specifier}';`);
    else
      named.set(origin.specifier, (named.get(origin.specifier) ?? new Set()).add(nameAs(origin.name, local)));
  }
  const lists = Array.from(
    named,
    ([from, names]) => `import type { ${[...names].toSorted().join(', ')} } from '${from}';`,
  );
  return [...whole, ...lists].toSorted(byEnd);
}

/** By the package that is imported from, which an import ends with. */
function byEnd(a: string, b: string): number {
  return byName([a.slice(a.indexOf(" from '")), a], [b.slice(b.indexOf(" from '")), b]);
}

function nameAs(name: string, as: string): string {
  return name === as ? as : `${name} as ${as}`;
}

function section(heading: string, imports: readonly string[], blocks: readonly string[]): string {
  const parts = [...(imports.length === 0 ? [] : [imports.join('\n')]), ...blocks];
  return [`## ${heading}`, ['```ts', parts.join('\n\n'), '```'].join('\n')].join('\n\n');
}

/** By the code units of the names: the same order whatever the machine speaks. */
function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : Number(a > b);
}
