import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { adapters, type Category, categories, type DocumentedAdapter } from './adapters.ts';
import { operationsOf, reasonsOf } from './contracts.ts';
import { costOf } from './cost.ts';
import { root } from './documents.ts';
import { errorsOf } from './errors.ts';
import { fillIn } from './markdown.ts';
import { capabilitiesOf, matrixOf } from './matrix.ts';
import { optionsOf } from './options.ts';
import { capabilitiesPage, errorsPage } from './pages.ts';
import { verifiedOf } from './verified.ts';

/** A document as it is, and as it is with everything that is generated filled in. */
export interface Page {
  /** From the root of the repository. */
  readonly path: string;
  /** The blocks in it that are filled; none of a page that is generated as a whole. */
  readonly blocks: readonly string[];
  readonly before: string;
  readonly after: string;
}

/** What stands between the markers of an adapter’s README, by the name of the block. */
const blocks: Readonly<Record<string, (adapter: DocumentedAdapter) => string>> = {
  options: optionsOf,
  capabilities: capabilitiesOf,
  errors: errorsOf,
  verified: verifiedOf,
  cost: costOf,
};

/** Every document with something generated in it. */
export function pages(): readonly Page[] {
  return [
    filled('README.md', {
      'failure-matrix': firstTableOf(read('apps/docs/failure-matrix.md')),
      ...Object.fromEntries(
        categories.map((category) => [`${category.contract.category}-matrix`, matrixFor(category)]),
      ),
    }),
    ...categories.map((category) =>
      filled(`packages/${category.contract.category}/contract/README.md`, {
        operations: operationsOf(category),
        reasons: reasonsOf(category),
      }),
    ),
    ...adapters.map((adapter) =>
      filled(
        `${adapter.folder}/README.md`,
        Object.fromEntries(Object.entries(blocks).map(([name, make]) => [name, make(adapter)])),
      ),
    ),
    whole('apps/docs/errors.md', errorsPage()),
    whole('apps/docs/capabilities.md', capabilitiesPage()),
  ];
}

function filled(path: string, contents: Readonly<Record<string, string>>): Page {
  const before = read(path);
  const fill = (text: string, [name, content]: readonly [string, string]) => fillIn(text, name, content);
  return {
    path,
    blocks: Object.keys(contents),
    before,
    after: Object.entries(contents).reduce(fill, before),
  };
}

function whole(path: string, content: string): Page {
  return { path, blocks: [], before: read(path), after: `${content}\n` };
}

function matrixFor({ contract, adapters: ofCategory }: Category): string {
  const providers = ofCategory.map(({ info }) => info.capabilities);
  return matrixOf({ operations: contract.operations, providers });
}

/** The summary stands first on the page of the failure matrix, which `npm run faults` writes. */
function firstTableOf(markdown: string): string {
  return markdown.split('\n\n').find((block) => block.startsWith('|')) ?? '';
}

function read(path: string): string {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '';
}

/** Where a document differs first from what it should be: the line, and both sides. */
function firstDifference({ path, before, after }: Page): string {
  const [found, expected] = [before.split('\n'), after.split('\n')];
  const line = expected.findIndex((text, index) => text !== found[index]);
  const at = line < 0 ? expected.length : line;
  return `${path}:${at + 1}\n  says       ${found[at] ?? 'nothing'}\n  should say ${expected[at] ?? 'nothing'}`;
}

/** Writes what is stale, or with `isCheck` only tells of it; false where something stays stale. */
function bringUpToDate(isCheck: boolean): boolean {
  const stale = pages().filter(({ before, after }) => before !== after);
  for (const page of stale) {
    if (!isCheck) writeFileSync(join(root, page.path), page.after);
    console.log(isCheck ? firstDifference(page) : `${page.path} was brought up to date.`);
  }
  if (stale.length === 0) console.log('Everything that is generated is up to date.');
  else if (isCheck) console.log('The code says otherwise: npm run docs');
  return stale.length === 0 || !isCheck;
}

const help = `npm run docs [-- --check]

Writes what is generated into the READMEs and into apps/docs: options, capabilities, errors, what was verified, what it
costs. Everything comes from the code, from the records of peers, and from tooling/budgets/budgets.json.

  --check  writes nothing; fails where a document says something else, with its line`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) console.log(help);
  else process.exitCode = bringUpToDate(values.check === true) ? 0 : 1;
}
