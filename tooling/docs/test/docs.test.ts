import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { generated } from '../generate.ts';
import { fillIn } from '../matrix.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const packages = readdirSync(join(root, 'packages'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('README.md') && !path.includes('node_modules'))
  .map((path) => join('packages', path));
const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...packages];

describe('documentation', () => {
  it('has a matrix that says what the capabilities say (npm run docs)', () => {
    const { before, after } = generated();
    expect(before).toBe(after);
  });

  it('notices a claim that differs from the capabilities', () => {
    const planted = generated().after.replace('| yes | yes |', '| yes | no |');
    const [, table = ''] = generated().after.split('<!-- generated:payments-matrix -->');
    expect(fillIn(planted, 'payments-matrix', table.split('<!-- /generated -->')[0]?.trim() ?? '')).not.toBe(
      planted,
    );
  });

  it('has snippets that compile', () => {
    const folder = mkdtempSync(join(root, 'tooling/docs/snippets-'));
    try {
      for (const [index, { code }] of documents.flatMap(snippetsOf).entries()) {
        writeFileSync(join(folder, `snippet-${index}.ts`), `${code}\nexport {};\n`);
      }
      const options = { customConditions: ['@patchbay/source'], noEmit: true, noUnusedLocals: false };
      const project = {
        extends: '../../../tsconfig.base.json',
        compilerOptions: options,
        include: ['.', '../surroundings.d.ts', '../../../packages/*/*/src/**/*.d.ts'],
      };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
      const compiler = join(root, 'node_modules/.bin/tsc');
      const { stdout } = spawnSync(compiler, ['-p', folder, '--pretty', 'false'], { encoding: 'utf8' });
      expect(stdout).toBe('');
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 120_000);

  it('has links that lead somewhere', () => {
    const broken = documents.flatMap((document) =>
      linksOf(document)
        .filter((link) => !existsSync(join(root, dirname(document), link)))
        .map((link) => `${document}: ${link}`),
    );
    expect(broken).toEqual([]);
  });
});

/** Code of a document; `<!-- given: … -->` before it holds what a reader knows from the text around it. */
function snippetsOf(document: string): readonly { readonly code: string }[] {
  const text = readFileSync(join(root, document), 'utf8');
  const fences = text.matchAll(/(?:<!-- given: (.*) -->\n\n)?```ts\n([\s\S]*?)```/g);
  return [...fences].map(([, given = '', code = '']) => ({ code: `${given}\n${code}` }));
}

function linksOf(document: string): readonly string[] {
  const text = readFileSync(join(root, document), 'utf8');
  return [...text.matchAll(/\]\(([^)#:]+?)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
}
