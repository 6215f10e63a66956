import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const module = new URL('../postgres.ts', import.meta.url).href;

it('a run that uses Postgres ends with the code that it has set', () => {
  const program = `await import('${module}'); process.exitCode = 3;`;
  const { status } = spawnSync(process.execPath, [
    '--conditions=@patchbay/source',
    '--input-type=module',
    '--eval',
    program,
  ]);
  expect(status).toBe(3);
});
