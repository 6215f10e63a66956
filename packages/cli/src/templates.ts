import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import written from './categories.json' with { type: 'json' };
import { type ProviderWords, putWords } from './words.ts';

const folder = fileURLToPath(new URL('../templates', import.meta.url));

/** What a contract says of itself; a test writes it down, and templates are filled in from it. */
interface Category {
  /** What each operation does, by its name. */
  readonly operations: Readonly<Record<string, string>>;
  readonly traits: readonly string[];
}

/** The categories for which there are templates. */
export const categories: Readonly<Record<string, Category>> = written;

/** What the templates of a category have in common with those of others. */
const kinds: Readonly<Record<string, readonly Kind[]>> = {
  auth: ['http'],
  email: ['http', 'webhooks'],
  jobs: ['store'],
  payments: ['http', 'webhooks'],
  state: ['store'],
  storage: ['http'],
};

/** `http`: has a fake. `store`: has none, for its vendors have protocols of their own. `webhooks`: may be left out. */
type Kind = 'http' | 'store' | 'webhooks';

/** What is made out of the templates. */
export interface Chosen {
  readonly category: string;
  readonly words: ProviderWords;
  /** The operations that are declared. Default: all. */
  readonly only?: readonly string[];
  /** The vendor sends no webhooks. */
  readonly noWebhooks?: boolean;
}

/** True where the templates of the category are of the kind. */
export function isOfKind(category: string, kind: Kind): boolean {
  return kinds[category]?.includes(kind) === true;
}

/** The files of one adapter by their path in its package: what it shares with others, and what its category adds. */
export function filesFromTemplates(chosen: Chosen): ReadonlyMap<string, string> {
  const { category, words } = chosen;
  const tags = tagsOf(chosen);
  const files = new Map<string, string>();
  for (const part of tags.filter((tag) => existsSync(`${folder}/${tag}`))) {
    for (const path of filesBelow(`${folder}/${part}`)) {
      const text = onlyTagged(readFileSync(`${folder}/${part}/${path}`, 'utf8'), tags);
      if (text.trim() !== '') files.set(toTarget(path), putWords(withLists(text, chosen), words, category));
    }
  }
  return files;
}

/** The folders that an adapter is made of, which are also the words that keep a part of a template. */
function tagsOf({ category, noWebhooks = false }: Chosen): readonly string[] {
  const tags = ['shared', ...(kinds[category] ?? []), category];
  return noWebhooks ? tags.map((tag) => (tag === 'webhooks' ? 'no-webhooks' : tag)) : tags;
}

/** `rooms` and `tests` are called otherwise here, so that no tool takes a template for a package of its own. */
function toTarget(path: string): string {
  return path.replace(/^rooms\//, 'src/').replace(/^tests\//, 'test/');
}

function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(directory.length + 1).replaceAll(sep, '/'))
    .toSorted();
}

/** Keeps the lines between `// only: <one of the tags> …` and the next such line, or `// all`. */
function onlyTagged(text: string, tags: readonly string[]): string {
  let isKept = true;
  const kept = text.split('\n').filter((line) => {
    const [, only] = /^\s*(?:\/\/|<!--) only: ([a-z -]+?)(?: -->)?$/.exec(line) ?? [];
    const isEnd = /^\s*(?:\/\/ all|<!-- all -->)$/.test(line);
    if (only !== undefined) isKept = only.split(' ').some((tag) => tags.includes(tag));
    if (isEnd) isKept = true;
    return isKept && only === undefined && !isEnd;
  });
  return kept.join('\n');
}

/** Traits that a new adapter has: its rooms are written for them, or its operations are nothing without. */
function begunTraits({ category, noWebhooks = false }: Chosen): readonly string[] {
  if (category === 'auth') return ['users.password'];
  return isOfKind(category, 'webhooks') && !noWebhooks ? ['webhooks'] : [];
}

/** Writes the operations and traits of the category where a template has their place. */
function withLists(text: string, chosen: Chosen): string {
  const { operations = {}, traits = [] } = categories[chosen.category] ?? {};
  const { only = Object.keys(operations) } = chosen;
  const begun = begunTraits(chosen);
  const rows = Object.entries(operations);
  const lists: Readonly<Record<string, readonly string[]>> = {
    'operations: native': rows.map(
      ([operation]) => `${toKey(operation)}: ${only.includes(operation) ? "'native'" : 'false'},`,
    ),
    'operations: unwritten': rows
      .filter(([operation]) => only.includes(operation))
      .map(([operation, summary]) => `${toKey(operation)}: unwritten('${operation}'), // ${summary}`),
    traits: traits.map((trait) => `${toKey(trait)}: ${begun.includes(trait)},`),
  };
  const today = new Date().toISOString().slice(0, 10);
  return text
    .replaceAll(/^( *)\/\/ <([a-z: ]+)>$/gm, (_line, indent: string, list: string) =>
      (lists[list] ?? []).map((row) => indent + row).join('\n'),
    )
    .replaceAll('<today>', today);
}

function toKey(name: string): string {
  return /^\w+$/.test(name) ? name : `'${name}'`;
}
