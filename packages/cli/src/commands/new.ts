import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Answer } from '../answer.ts';
import type { CommandLine } from '../command-line.ts';
import { changesetOf, type NewPackage, packageFiles } from '../package-files.ts';
import { type Place, placeFor } from '../place.ts';
import { type Chosen, categories, filesFromTemplates, isOfKind } from '../templates.ts';
import { didYouMean, readProvider } from '../words.ts';

const usage =
  'patchbay new wants: patchbay new adapter <category> <provider>, for example: patchbay new adapter payments acme';

/** `patchbay new adapter`: writes the package of an adapter, with everything but what only its author can know. */
export async function newAdapter(line: CommandLine): Promise<Answer> {
  const [what, category, given] = line.words;
  if (what !== 'adapter' || category === undefined || given === undefined) return refused(usage);
  if (!Object.hasOwn(categories, category))
    return refused(`There are no templates for ${category}.${didYouMean(category, Object.keys(categories))}`);
  const provider = readProvider(given);
  if ('wrong' in provider) return refused(provider.wrong);
  const chosen = { ...readChoice(line), category, words: provider.words };
  const wrong = wrongIn(chosen);
  if (wrong !== undefined) return refused(wrong);
  const place = placeFor({ category, provider: provider.words.kebab, folder: line.folder, name: line.name });
  const files = filesOf({ ...chosen, place });
  const inTheWay = [place.folder, ...files.keys()].find((path) => existsSync(path));
  if (inTheWay !== undefined) return refused(`There is ${shown(inTheWay)} already: nothing was written.`);
  if (line.dryRun) return { status: 0, text: listed(files) };
  for (const [path, text] of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: 'wx' });
  }
  const isFormatted = place.workspace === undefined || format(place.workspace, [...files.keys()]);
  const steps = [...(isFormatted ? [] : ['  npm run format']), ...next(place)];
  return { status: 0, text: [`Wrote ${files.size} files:`, listed(files), '', 'Next:', ...steps].join('\n') };
}

function refused(text: string): Answer {
  return { status: 2, text };
}

/** `--only create,refunds.create --no-webhooks` */
function readChoice({ only, noWebhooks }: CommandLine): Pick<Chosen, 'only' | 'noWebhooks'> {
  return { noWebhooks, ...(only !== undefined && { only: only.split(',').map((name) => name.trim()) }) };
}

/** What the category does not have. */
function wrongIn({ category, only = [], noWebhooks }: Chosen): string | undefined {
  const operations = Object.keys(categories[category]?.operations ?? {});
  const unknown = only.find((name) => !operations.includes(name));
  if (unknown !== undefined)
    return `${category} has no operation "${unknown}".${didYouMean(unknown, operations)}`;
  if (!noWebhooks || isOfKind(category, 'webhooks')) return undefined;
  const others = Object.keys(categories).filter((name) => isOfKind(name, 'webhooks'));
  return `--no-webhooks is for ${others.join(' and ')}: the templates of ${category} have none.`;
}

/** All files by their absolute path. */
function filesOf(made: NewPackage): ReadonlyMap<string, string> {
  const { place, category, words } = made;
  const inside = new Map([...packageFiles(made), ...filesFromTemplates(made)]);
  const files = new Map([...inside].map(([path, text]) => [join(place.folder, path), withName(text, made)]));
  if (place.workspace !== undefined)
    files.set(join(place.workspace, '.changeset', `${category}-${words.kebab}.md`), changesetOf(made));
  return files;
}

/** A package of somebody else has a name of its own, and nothing that only our tools generate. */
function withName(text: string, { place, category, words }: NewPackage): string {
  if (place.workspace !== undefined) return text;
  const named = text.replaceAll(`@patchbay/${category}-${words.kebab}`, place.name);
  return named.replaceAll(/^<!-- \/?generated.*-->\n/gm, '');
}

function listed(files: ReadonlyMap<string, string>): string {
  return [...files.keys()].map((path) => `  ${shown(path)}`).join('\n');
}

function shown(path: string): string {
  return relative(process.cwd(), path);
}

/** Names of another length wrap lines elsewhere. False where the formatter could not be run. */
function format(workspace: string, paths: readonly string[]): boolean {
  const sources = paths.filter((path) => /\.(ts|json)$/.test(path));
  try {
    const biome = join(workspace, 'node_modules', '.bin', 'biome');
    // Twice: what it breaks over lines the first time, it may lay out otherwise the second time.
    for (let turn = 0; turn < 2; turn += 1)
      execFileSync(biome, ['check', '--write', ...sources], { cwd: workspace, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function next({ folder, workspace }: Place): readonly string[] {
  if (workspace === undefined)
    return [
      `  cd ${shown(folder)}`,
      '  npm install',
      '  npm test        # each failing case names what is missing',
    ];
  const path = relative(workspace, folder);
  return [
    '  node_modules/.bin/pnpm install',
    `  node_modules/.bin/vitest run --project unit ${path}   # each failing case names what is missing`,
    '  npm run api && npm run docs && npm run check        # once they pass',
  ];
}
