import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keep } from '../tools.ts';

describe('a tool that was installed', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'patchbay-tools-'));
    mkdirSync(join(folder, 'draft'));
    writeFileSync(join(folder, 'draft/own'), '');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const kept = () => join(folder, 'kept');

  it('comes to its place, unless another rehearsal put it there first', () => {
    keep(join(folder, 'draft'), kept());
    expect(existsSync(join(kept(), 'own'))).toBe(true);
    mkdirSync(join(folder, 'second'));
    keep(join(folder, 'second'), kept());
    expect(existsSync(join(kept(), 'own'))).toBe(true);
  });

  it('says so where it could not come there', () => {
    expect(() => keep(join(folder, 'absent'), kept())).toThrow('ENOENT');
  });
});
