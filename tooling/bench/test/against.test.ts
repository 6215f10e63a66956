import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { against } from '../against/against.ts';
import { buildCores } from '../against/built-cores.ts';
import { findCommit } from '../against/commit.ts';
import { startSampler } from '../against/sampler.ts';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'patchbay-bench-test-'));
const whole = join(scratch, 'whole');
const shallow = join(scratch, 'shallow');
const git = (...rest: readonly string[]) =>
  execFileSync('git', rest, { encoding: 'utf8', stdio: 'pipe' }).trim();

beforeAll(() => {
  const author = ['-c', 'user.name=Ada', '-c', 'user.email=ada@readers.example'];
  git('init', '-q', whole);
  for (const subject of ['First', 'Second'])
    git('-C', whole, ...author, 'commit', '-q', '--allow-empty', '--no-gpg-sign', '-m', subject);
  git('clone', '-q', '--depth', '1', pathToFileURL(whole).href, shallow);
});

afterAll(() => rmSync(scratch, { recursive: true }));

describe('the commit that is measured against', () => {
  it('is found by any name that git knows', () => {
    const hash = git('-C', whole, 'rev-parse', 'HEAD~1');
    expect(findCommit(whole, 'HEAD~1')).toEqual({ hash, short: hash.slice(0, 7), subject: 'First' });
  });

  it('is missing for a reason that tells what to do', () => {
    const hash = git('-C', whole, 'rev-parse', 'HEAD~1');
    expect(findCommit(shallow, hash)).toEqual({ missing: expect.stringContaining('git fetch --unshallow') });
    expect(findCommit(whole, 'nowhere')).toEqual({ missing: 'this clone does not have it' });
    expect(findCommit(scratch, hash)).toEqual({ missing: 'git finds no clone here' });
  });

  it('leaves the row out and says so where the default is missing', async () => {
    const printed = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    expect(await against(undefined, shallow)).toEqual(['absent']);
    const lines = printed.mock.calls.flat().join('\n');
    printed.mockRestore();
    expect(lines).toContain('shallow');
  });

  it('fails the run where it was asked for and is missing', async () => {
    await expect(against('nowhere', whole)).rejects.toThrow('--against: found nowhere');
  });
});

describe('core, built before and now', () => {
  it('makes calls in processes of its own, and leaves nothing behind', async () => {
    const { before, now } = await sampleBoth();
    expect(before.cpu).toBeGreaterThan(0);
    expect(now.cpu).toBeGreaterThan(0);
    expect([before.entry, now.entry].filter((entry) => existsSync(entry))).toEqual([]);
  });
});

async function sampleBoth() {
  using cores = buildCores(repository, 'HEAD');
  return { before: await sampleOnce(cores.before), now: await sampleOnce(cores.now) };
}

async function sampleOnce(entry: URL) {
  await using sampler = startSampler(entry);
  return { entry, cpu: await sampler.takeRound(10) };
}
