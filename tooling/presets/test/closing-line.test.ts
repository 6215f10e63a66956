import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

describe('a test run with a wrong type test and a project without files', () => {
  const run = spawnSync(
    'node_modules/.bin/vitest',
    ['run', '--config', 'tooling/presets/test/planted/vitest.config.ts'],
    { cwd: root, encoding: 'utf8', env: { PATH: process.env['PATH'], NO_COLOR: '1' } },
  );

  it('fails', () => {
    expect(run.status).toBe(1);
  });

  it('names the wrong line and the empty project', () => {
    expect(run.stderr).toContain('tooling/presets/test/planted/wrong.test-d.ts:4:24');
    expect(run.stderr).toContain('The project "forgotten" has no test file.');
  });

  it('ends with the count of what passed and failed', () => {
    expect(run.stdout.trimEnd().split('\n').at(-1)).toBe('0 passed, 2 failed');
  });
});
