import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const planted = 'tooling/presets/test/planted/failing';
const folder = mkdtempSync(join(tmpdir(), 'failed-files-'));
const list = join(folder, 'list');
afterEach(() => rmSync(list, { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs planted tests, and reads the list. */
function listOf(...folders: readonly string[]): string | undefined {
  const config = ['--config', `${planted}/vitest.config.ts`];
  const { status } = spawnSync('node_modules/.bin/vitest', ['run', ...config, ...folders], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], FAILED_FILES: list },
  });
  expect(status).toBe(1);
  return existsSync(list) ? readFileSync(list, 'utf8') : undefined;
}

it('lists a file whose tests failed, once', () => {
  expect(listOf(`${planted}/tests`)).toBe(`${planted}/tests/fails.test.ts\n`);
});

it('lists nothing where something else failed, too', () => {
  expect(listOf(planted)).toBeUndefined();
});
