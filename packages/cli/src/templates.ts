import { readdirSync, readFileSync } from 'node:fs';
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

/** The files of one adapter by their path in its package: what all categories share, and what this one adds. */
export function filesFromTemplates(category: string, words: ProviderWords): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const part of ['shared', category]) {
    for (const path of filesBelow(`${folder}/${part}`)) {
      const text = forCategory(readFileSync(`${folder}/${part}/${path}`, 'utf8'), category);
      if (text.trim() !== '') files.set(toTarget(path), putWords(withLists(text, category), words, category));
    }
  }
  return files;
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

/** Keeps the lines between `// only: <this category> …` and the next such line, or `// all`. */
function forCategory(text: string, category: string): string {
  let isKept = true;
  const kept = text.split('\n').filter((line) => {
    const [, only] = /^\s*(?:\/\/|<!--) only: ([a-z ]+?)(?: -->)?$/.exec(line) ?? [];
    const isEnd = /^\s*(?:\/\/ all|<!-- all -->)$/.test(line);
    if (only !== undefined) isKept = only.split(' ').includes(category);
    if (isEnd) isKept = true;
    return isKept && only === undefined && !isEnd;
  });
  return kept.join('\n');
}

/** Traits that a new adapter has: its rooms are written for them, or its operations are nothing without. */
const begun: Readonly<Record<string, readonly string[]>> = {
  payments: ['webhooks'],
  email: ['webhooks'],
  auth: ['users.password'],
};

/** Writes the operations and traits of the category where a template has their place. */
function withLists(text: string, name: string): string {
  const { operations = {}, traits = [] } = categories[name] ?? {};
  const rows = Object.entries(operations);
  const lists: Readonly<Record<string, readonly string[]>> = {
    'operations: native': rows.map(([operation]) => `${toKey(operation)}: 'native',`),
    'operations: unwritten': rows.map(
      ([operation, summary]) => `${toKey(operation)}: unwritten('${operation}'), // ${summary}`,
    ),
    traits: traits.map((trait) => `${toKey(trait)}: ${(begun[name] ?? []).includes(trait)},`),
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
