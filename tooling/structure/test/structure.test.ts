import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cleanBuild, cleanTree } from '../fixtures/clean.ts';
import { plantedWorkspace } from '../fixtures/planted.ts';
import { violations } from '../fixtures/violations.ts';
import { checkWorkspace } from '../src/check-workspace.ts';
import { rules } from '../src/rules.ts';
import { readWorkspace } from '../src/workspace.ts';

describe('the structure check', () => {
  it('finds nothing in a clean repository, built or not', () => {
    expect(checkWorkspace(readWorkspace(cleanTree))).toEqual([]);
    expect(checkWorkspace(readWorkspace(cleanTree, cleanBuild))).toEqual([]);
  });

  it.each(violations)('$rule notices $what', (planted) => {
    const found = checkWorkspace(plantedWorkspace(planted));
    expect(found.map(({ path, line, rule }) => `${path}:${line} ${rule}`)).toEqual(
      planted.at.map((place) => `${place} ${planted.rule}`),
    );
  });

  it('has a planted violation for every rule', () => {
    const planted = new Set(violations.map(({ rule }) => rule));
    expect(rules.map(({ id }) => id).filter((id) => !planted.has(id))).toEqual([]);
  });
});

describe('the command', () => {
  const root = mkdtempSync(join(tmpdir(), 'structure-'));
  afterAll(() => rmSync(root, { recursive: true }));

  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const check = () => {
    const command = join(import.meta.dirname, '..', 'check.ts');
    const { status, stdout } = spawnSync(process.execPath, [command, root], { encoding: 'utf8' });
    return { status, lines: stdout.trim().split('\n') };
  };

  it('exits 0 on a clean repository and 1 with a line for each violation and broken rule, leaving out what git ignores', () => {
    execFileSync('git', ['init', '-q', root]);
    for (const [path, text] of cleanTree) write(path, text);
    write('.gitignore', 'dist\n');
    write('packages/core/dist/index.js', 'export default 1;\n');
    expect(check()).toEqual({ status: 0, lines: [expect.stringMatching(/^structure: 0 violations of /)] });

    write('packages/core/src/extra.ts', 'export const extra: any = 1;\n');
    const { status, lines } = check();
    expect(status).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(/^packages\/core\/src\/extra\.ts:1 {2}no-any {2}The type is any\. {2}Say what/),
      'rule no-any: No type is `any`.',
      expect.stringMatching(/^structure: 1 violation of /),
    ]);
  });
});
