import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { codes } from '@patchbay/core';
import { rulesFile } from '@patchbay/prometheus';
import { missingProgram } from '@patchbay/tooling-presets/system-program';
import { describe, expect, it } from 'vitest';
import { openTill } from './support/till.ts';

const promtool = { debianPackage: 'prometheus', path: '/usr/bin/promtool' };
const run = promisify(execFile);

describe('the rules file', () => {
  it('is what rulesFile() says (vitest -u)', async () => {
    await expect(rulesFile()).toMatchFileSnapshot('../rules.yml');
  });

  it('takes thresholds of your own', () => {
    const rules = rulesFile({ slowMs: 800, downMinutes: 2 });
    expect(rules).toContain(') > 800');
    expect(rules).toContain('for: 2m');
    expect(rules).toContain('> 0.05');
  });

  it('asks only for series that are there', async () => {
    await using till = await openTill();
    const known = await till.register.getMetricsAsJSON();
    const names = new Set([
      ...known.map(({ name }) => name),
      'integration_circuit_state',
      'integration_writes_unresolved',
      'integration_jobs',
      'integration_jobs_oldest_seconds',
    ]);
    const asked = rulesFile().match(/\b(integration|webhook)_\w+/g) ?? [];
    expect(asked.filter((name) => !names.has(name.replace(/_(bucket|count)$/, '')))).toEqual([]);
    const types = [...rulesFile().matchAll(/error_type=~"([^"]+)"/g)].flatMap(([, list = '']) =>
      list.split('|'),
    );
    expect(types.filter((type) => type !== 'other' && !Object.hasOwn(codes, type))).toEqual([]);
  });
});

describe.skipIf(missingProgram(promtool))('Prometheus itself', () => {
  const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

  it('finds the rules correct', async () => {
    const { stdout } = await run(promtool.path, ['check', 'rules', file('../rules.yml')]);
    expect(stdout).toContain('SUCCESS: 9 rules found');
  });

  it('tells nobody just below a threshold, and somebody just above it', async () => {
    const { stdout } = await run(promtool.path, ['test', 'rules', file('promtool/thresholds.yml')]);
    expect(stdout).toContain('SUCCESS');
  });
});
