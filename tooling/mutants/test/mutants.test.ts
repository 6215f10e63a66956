import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyPatch, parsePatch, StalePatch } from '../patch.ts';
import { refresh } from '../refresh.ts';
import { scratchCopy } from '../scratch-copy.ts';
import type { Tested } from '../tests.ts';
import type { Verdict } from '../try-mutants.ts';

const run = promisify(execFile);
const toy = fileURLToPath(new URL('planted/toy', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));

interface Report {
  readonly before: Tested;
  readonly verdicts: readonly Verdict[];
  readonly after: Tested;
}

describe('a guard that is taken away', () => {
  let report: Report;
  beforeAll(async () => {
    const program = fileURLToPath(new URL('broken/toy.ts', import.meta.url));
    const { stdout } = await run(process.execPath, ['--conditions=@patchbay/source', program]);
    report = JSON.parse(stdout) as Report;
  }, 180_000);
  const problemsOf = (index: number) => report.verdicts[index]?.problems;

  it('is missed by the tests of its row, in full or by how their names begin', () => {
    expect(report.verdicts[0]).toMatchObject({ name: 'too-little', problems: [], red: 2, passed: 3 });
  });

  it('survives where no test goes red', () => {
    expect(problemsOf(1)).toEqual(['it survives: no test goes red']);
  });

  it('turns no test red that its row does not name, and all that it names', () => {
    expect(problemsOf(2)).toEqual([
      'stays green: test/till.test.ts: takes no less than the price',
      'stays green: test/till.test.ts: gives nothing back for *',
      'goes red and is not named: test/other.test.ts: gives nothing back of the exact price',
    ]);
  });

  it('is not taken for one that is missed when its patch fits no longer, or its tests are gone', () => {
    expect(problemsOf(3)).toEqual([expect.stringContaining('its patch no longer applies to src/till.ts')]);
    expect(problemsOf(4)).toEqual(['there is no file of tests test/gone.test.ts']);
  });

  it('is tried once more where another test went red, which may have had a reason of its own', () => {
    expect(report.verdicts[5]).toMatchObject({
      problems: [],
      atFirst: [
        'goes red and is not named: test/other.test.ts: is in a bad mood once, if somebody puts it there',
      ],
    });
  });

  it('is back in its place afterwards', () => {
    expect(report.before).toEqual({ passed: 5, red: [] });
    expect(report.after).toEqual(report.before);
  });
});

describe('a patch', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'patchbay-toy-'));
    cpSync(toy, folder, { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const fits = (name: string): string => {
    const patch = parsePatch(readFileSync(join(folder, 'patches', `${name}.patch`), 'utf8'));
    return applyPatch(readFileSync(join(folder, patch.file), 'utf8'), patch);
  };

  it('whose surroundings have changed is written anew', () => {
    expect(() => fits('moved')).toThrow(StalePatch);
    refresh(folder, join(folder, 'patches/moved.patch'));
    expect(fits('moved')).toBe(fits('below-zero'));
  });

  it('whose own lines have changed is left as it is, for a person', () => {
    const path = join(folder, 'patches/rewritten.patch');
    const before = readFileSync(path, 'utf8');
    expect(() => refresh(folder, path)).toThrow(StalePatch);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('fits no file in which its lines are twice', () => {
    const patch = { file: 'x', changes: [{ before: ['a'], after: ['b'] }] };
    expect(applyPatch('a\nc', patch)).toBe('b\nc');
    expect(() => applyPatch('a\na', patch)).toThrow('2 times');
  });
});

describe('a scratch copy', () => {
  it('has packages that find each other in the copy, and is gone afterwards', () => {
    let path: string;
    {
      using copy = scratchCopy(root);
      path = copy.root;
      const links = [
        'node_modules/@patchbay/testing',
        'packages/payments/stripe/node_modules/@patchbay/core',
        'tooling/wire/node_modules/@patchbay/payments-stripe',
      ];
      for (const link of links) expect(realpathSync(join(path, link)).startsWith(path)).toBe(true);
      expect(existsSync(join(path, 'node_modules/vitest/package.json'))).toBe(true);
    }
    expect(existsSync(path)).toBe(false);
  });
});
