import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import written from '../src/categories.json' with { type: 'json' };
import { patchbay } from './command.ts';
import {
  type Category,
  type NewRepository,
  neighbours,
  newRepository,
  type TestEnd,
} from './new-repository.ts';

/** An adapter that the command has written. */
interface Written {
  readonly category: Category;
  readonly provider: string;
  readonly flags: readonly string[];
  /** What is declared. */
  readonly operations: readonly string[];
}

const categories = Object.keys(neighbours).filter(isCategory);

/** One of each category with everything, and some with little. */
const adapters: readonly Written[] = [
  ...categories.map((category) => ({
    category,
    provider: 'acme-pay-worldwide',
    flags: [],
    operations: Object.keys(written[category].operations),
  })),
  small('payments', ['create', 'get', 'refunds.create'], '--no-webhooks'),
  small('email', ['send'], '--no-webhooks'),
  small('state', ['get']),
  small('jobs', ['enqueue', 'claim']),
];

function small(category: Category, operations: readonly string[], ...flags: readonly string[]): Written {
  return { category, provider: 'tiny', flags: ['--only', operations.join(','), ...flags], operations };
}

const folderOf = ({ category, provider }: Written): string => join('packages', category, provider);
const busy = 600_000;

let repository: NewRepository;

beforeAll(async () => {
  repository = await newRepository();
  for (const adapter of adapters) {
    const { category, provider, flags } = adapter;
    const ran = await patchbay(repository.root, ['new', 'adapter', category, provider, ...flags], {
      PATH: process.env['PATH'] ?? '',
    });
    if (ran.status !== 0) throw new Error(ran.stderr);
    await repository.install(join(repository.root, folderOf(adapter)), category);
  }
}, busy);

afterAll(async () => repository[Symbol.asyncDispose]());

describe('a new adapter', () => {
  it.each(adapters)(
    'of $category compiles as $provider',
    async (adapter) => {
      const found = await repository.run('tsc', ['-p', join(folderOf(adapter), 'tsconfig.json')]);
      expect(found).toEqual({ status: 0, text: '' });
    },
    busy,
  );

  it(
    'has the rooms of its category, the lint and the format of the house',
    async () => {
      const structure = await repository.run('node', ['tooling/structure/check.ts']);
      expect(structure.text).toContain('structure: ');
      const own = adapters.map(folderOf);
      expect(
        structure.text.split('\n').filter((line) => own.some((folder) => line.includes(folder))),
      ).toEqual([]);
      const lint = await repository.run('oxlint', ['--type-aware', '--deny-warnings', 'packages']);
      expect(lint.text).toContain('Found 0 warnings and 0 errors.');
      const format = await repository.run('biome', ['ci', '--colors=off', 'packages']);
      expect(format.text).toContain('No fixes applied.');
      expect(format.status).toBe(0);
    },
    busy,
  );

  it(
    'fails its suite where code is missing, and says where to write it',
    async () => {
      const ends = await repository.test('packages');
      for (const adapter of adapters) {
        const own = ends.filter(({ file }) => file.includes(`${folderOf(adapter)}/`));
        const failed = own.filter(({ status }) => status === 'failed');
        expect(failed.filter((end) => !isAboutMissingCode(end, adapter))).toEqual([]);
        expect(operationsNamedIn(failed, adapter)).toEqual(adapter.operations.toSorted());
        expect(own.some(({ file, status }) => file.includes('conformance') && status === 'passed')).toBe(
          true,
        );
      }
    },
    busy,
  );

  it(
    'fails nowhere else: with every operation declared absent, no case of its own fails',
    async () => {
      for (const adapter of adapters) await declareNothing(join(repository.root, folderOf(adapter)));
      const failed = (await repository.test('packages')).filter(({ status }) => status === 'failed');
      expect(failed.filter((end) => !isTakenForGranted(end))).toEqual([]);
    },
    busy,
  );
});

function isCategory(name: string): name is Category {
  return Object.hasOwn(neighbours, name);
}

/** The case says that an operation is not written, or is about an operation, or about what is built on several. */
function isAboutMissingCode({ title, says }: TestEnd, { operations }: Written): boolean {
  const [id = ''] = title.split(': ');
  const isAboutOne = operations.some((name) => id.includes(`.${name}.`));
  const isOverSeveral = /^(contract\.(ledger|sendMany|leases\.with|once)|scenarios)\./.test(id);
  return says.includes(' is not written. ') || isAboutOne || isOverSeveral || isTakenForGranted({ says });
}

/** What a suite wants of every provider. */
const takenForGranted = [
  // Objects can be put.
  /does not have the operation (put|uploads\.create)\b/,
  // A store answers a `PING` and can be looked into.
  /The command \w+ is not written\./,
  /, not the adapter\./,
];

function isTakenForGranted({ says }: Pick<TestEnd, 'says'>): boolean {
  return takenForGranted.some((pattern) => pattern.test(says));
}

/** The operations of which some case says that they are not written. */
function operationsNamedIn(failed: readonly TestEnd[], { category }: Written): readonly string[] {
  const pattern = new RegExp(`${category}\\.([\\w.]+) is not written\\. Write it in src/driver\\.ts`, 'g');
  const named = failed.flatMap(({ says }) => Array.from(says.matchAll(pattern), ([, name = '']) => name));
  return [...new Set(named)].toSorted();
}

async function declareNothing(folder: string): Promise<void> {
  const path = join(folder, 'src', 'capabilities.ts');
  await writeFile(path, (await readFile(path, 'utf8')).replaceAll("'native',", 'false,'));
}
