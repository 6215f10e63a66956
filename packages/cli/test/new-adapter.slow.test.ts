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

const categories = Object.keys(neighbours).filter(isCategory);
const provider = 'acme-pay-worldwide';
const folderOf = (category: Category): string => join('packages', category, provider);
const busy = 300_000;

let repository: NewRepository;

beforeAll(async () => {
  repository = await newRepository();
  for (const category of categories) {
    await patchbay(repository.root, ['new', 'adapter', category, provider], {
      PATH: process.env['PATH'] ?? '',
    });
    await repository.install(join(repository.root, folderOf(category)), category);
  }
}, busy);

afterAll(async () => repository[Symbol.asyncDispose]());

describe('a new adapter', () => {
  it.each(categories)(
    'of %s compiles',
    async (category) => {
      const found = await repository.run('tsc', ['-p', join(folderOf(category), 'tsconfig.json')]);
      expect(found).toEqual({ status: 0, text: '' });
    },
    busy,
  );

  it(
    'has the rooms of its category, the lint and the format of the house',
    async () => {
      const structure = await repository.run('node', ['tooling/structure/check.ts']);
      expect(structure.text).toContain('structure: ');
      expect(structure.text.split('\n').filter((line) => line.includes(provider))).toEqual([]);
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
      for (const category of categories) {
        const own = ends.filter(({ file }) => file.includes(folderOf(category)));
        const failed = own.filter(({ status }) => status === 'failed');
        expect(failed.filter((end) => !isAboutMissingCode(end, category))).toEqual([]);
        expect(operationsNamedIn(failed, category)).toEqual(
          Object.keys(written[category].operations).toSorted(),
        );
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
      for (const category of categories) await declareNothing(join(repository.root, folderOf(category)));
      const failed = (await repository.test('packages')).filter(({ status }) => status === 'failed');
      // The suite of storage takes it for granted that objects can be put.
      expect(
        failed.filter(({ says }) => !/does not have the operation (put|uploads\.create)\b/.test(says)),
      ).toEqual([]);
    },
    busy,
  );
});

function isCategory(name: string): name is Category {
  return Object.hasOwn(neighbours, name);
}

/** The case says that an operation is not written, or is about an operation, or about what is built on several. */
function isAboutMissingCode({ title, says }: TestEnd, category: Category): boolean {
  const [id = ''] = title.split(': ');
  const isAboutOne = Object.keys(written[category].operations).some((name) => id.includes(`.${name}.`));
  return (
    says.includes(' is not written. ') || isAboutOne || /^(contract\.(ledger|sendMany)|scenarios)\./.test(id)
  );
}

/** The operations of which some case says that they are not written. */
function operationsNamedIn(failed: readonly TestEnd[], category: Category): readonly string[] {
  const pattern = new RegExp(`${category}\\.([\\w.]+) is not written\\. Write it in src/driver\\.ts`, 'g');
  const named = failed.flatMap(({ says }) => Array.from(says.matchAll(pattern), ([, name = '']) => name));
  return [...new Set(named)].toSorted();
}

async function declareNothing(folder: string): Promise<void> {
  const path = join(folder, 'src', 'capabilities.ts');
  await writeFile(path, (await readFile(path, 'utf8')).replaceAll("'native',", 'false,'));
}
