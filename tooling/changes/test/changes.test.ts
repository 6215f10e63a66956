import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkChanges } from '../check-changes.ts';
import { toText } from '../judge.ts';

describe('npm run changes', () => {
  let root = '';

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'patchbay-changes-'));
    write(
      'pnpm-workspace.yaml',
      "packages:\n  - packages/*\n\ncatalog:\n  vendor: ^2.0.0\n  '@scope/other': ^1.0.0\n",
    );
    write('.changeset/config.json', '{}');
    write('packages/core/package.json', manifest());
    write('packages/core/src/index.ts', "export const answer = 42;\nexport const question = '?';\n");
    write(
      'packages/core/api.md',
      api('export declare const answer: number;', 'export declare const question: string;'),
    );
    git('init', '--quiet', '--initial-branch=main');
    commit('First');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('wants every package named as major before the first release', async () => {
    write('packages/core/package.json', manifest({ version: '0.0.0' }));
    expect(await changes()).toContain('needs major\n  it was never released');
    changeset('first', 'major');
    expect(await changes()).toBe('');
  });

  describe('after a release', () => {
    beforeEach(() => git('tag', '@patchbay/core@1.0.0'));

    it('finds nothing where nothing changed', async () => {
      expect(await changes()).toBe('');
    });

    it('misses the changeset of changed source, and not of a changed test', async () => {
      write('packages/core/test/a.test.ts', '');
      expect(await changes()).toBe('');
      write('packages/core/src/index.ts', 'export const answer = 43;\n');
      const says = await changes();
      expect(says).toContain('@patchbay/core: no changeset names it, and it needs patch');
      expect(says).toContain('packages/core/src/index.ts changed');
      expect(says).toContain('pnpm changeset');
    });

    it('refuses a removed export under a patch, and takes it under a major', async () => {
      write('packages/core/api.md', api('export declare const answer: number;'));
      changeset('removed', 'patch');
      expect(await changes()).toContain(
        '@patchbay/core: the changesets say patch, and it needs major\n' +
          '  question is no longer exported by @patchbay/core\n    - export question\n',
      );
      changeset('removed', 'major');
      expect(await changes()).toBe('');
    });

    it('takes the version that `changeset version` wrote for what was declared', async () => {
      write('packages/core/api.md', api('export declare const answer: number;'));
      write('packages/core/package.json', manifest({ version: '2.0.0' }));
      write('packages/core/CHANGELOG.md', '# @patchbay/core\n\n## 2.0.0\n');
      expect(await changes()).toBe('');
    });

    it('does not take a version that was written by hand, or one from before', async () => {
      write('packages/core/package.json', manifest({ version: '2.0.0' }));
      await expect(changes()).rejects.toThrow('released as 1.0.0 and is at 2.0.0');
      write('packages/core/package.json', manifest({ version: '0.9.0' }));
      write('packages/core/CHANGELOG.md', '# @patchbay/core\n\n## 0.9.0\n');
      await expect(changes()).rejects.toThrow('set it back');
    });

    it('wants a changeset for another build', async () => {
      write('packages/core/tsup.config.ts', '');
      expect(await changes()).toContain('packages/core/tsup.config.ts changed');
    });

    it('refuses a changeset of a package that is not published, and one that says nothing', async () => {
      write('.changeset/wrong.md', "---\n'@patchbay/coer': minor\n---\n");
      const { problems } = await checkChanges(root);
      expect(problems).toEqual([
        '.changeset/wrong.md names @patchbay/coer, which is no package that is published from here.',
        '.changeset/wrong.md says nothing that a user could read in the changelog.',
      ]);
    });

    it('misses a released package that is gone, unless it is said what to use instead', async () => {
      git('tag', '@patchbay/old@1.4.0');
      expect((await checkChanges(root)).problems).toEqual([
        expect.stringContaining('@patchbay/old was released and is not published from here any more'),
      ]);
      write(
        'VERSIONING.md',
        '# Versions\n\n## Packages that ended\n\n`@patchbay/old`: use `@patchbay/core`.\n',
      );
      expect((await checkChanges(root)).problems).toEqual([]);
    });

    it('says what to do where a release cannot be read', async () => {
      git(
        'tag',
        '--force',
        '@patchbay/core@1.0.0',
        execFileSync('git', ['mktree'], { cwd: root, input: '' }).toString().trim(),
      );
      await expect(changes()).rejects.toThrow('git fetch --tags');
    });

    it('compares with the newest release, not with the last by the alphabet', async () => {
      write('packages/core/api.md', api('export declare const answer: number;'));
      write('packages/core/package.json', manifest({ version: '10.0.0' }));
      commit('Second');
      git('tag', '@patchbay/core@9.0.0', 'HEAD~1');
      git('tag', '@patchbay/core@10.0.0');
      expect(await changes()).toBe('');
    });

    it('wants a major for a newer Node, and for the next major of an SDK whose types users see', async () => {
      write('packages/core/package.json', manifest({ engines: { node: '>=24' } }));
      expect(await changes()).toContain('needs major\n  node in engines of package.json changed');
      write('packages/core/package.json', manifest());
      write('pnpm-workspace.yaml', 'catalog:\n  vendor: ^3.0.0\n');
      expect(await changes()).toContain(
        'needs patch\n  the dependency on vendor changed\n    - ^2.0.0\n    + ^3.0.0',
      );
      write('packages/core/api.md', api("import type Vendor from 'vendor';", ...declared));
      expect(await changes()).toContain(
        'needs major\n  the dependency on vendor changed, whose types users see',
      );
    });

    it('wants a major of what is made of the types of a package that goes major', async () => {
      write('packages/more/package.json', manifest({ name: '@patchbay/more' }));
      write('packages/more/api.md', api("import type { Answer } from '@patchbay/core';"));
      commit('More');
      git('tag', '@patchbay/more@1.0.0');
      changeset('core', 'major');
      expect(await changes()).toContain('@patchbay/more: no changeset names it, and it needs major');
      write('packages/more/api.md', api("export { Answer } from '@patchbay/core';"));
      expect(await changes()).toContain('@patchbay/more: no changeset names it, and it needs major');
    });

    it('wants a changeset of its own from a pull request, beside those that wait already', async () => {
      changeset('earlier', 'minor');
      commit('Earlier');
      git('checkout', '--quiet', '-b', 'mine');
      write('packages/core/src/index.ts', 'export const answer = 44;\n');
      commit('Mine');
      expect(await changes()).toBe('');
      expect(await changes('main')).toContain('no changeset names it, and it needs patch');
      changeset('mine', 'patch');
      expect(await changes('main')).toBe('');
    });

    it('says what to do where the tags were not fetched', async () => {
      git('tag', '--delete', '@patchbay/core@1.0.0');
      await expect(changes()).rejects.toThrow('git fetch --tags');
    });
  });

  const declared = ['export declare const answer: number;', 'export declare const question: string;'];

  function manifest(fields: object = {}) {
    const whole = {
      name: '@patchbay/core',
      version: '1.0.0',
      exports: { '.': { '@patchbay/source': './src/index.ts' } },
      files: ['dist'],
      dependencies: { vendor: 'catalog:' },
      ...fields,
    };
    return JSON.stringify(whole);
  }

  function api(...lines: readonly string[]) {
    return `# API\n\n## \`@patchbay/core\`\n\n\`\`\`ts\n${lines.join('\n\n')}\n\`\`\`\n`;
  }

  function write(path: string, text: string) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }

  function changeset(id: string, level: string) {
    write(`.changeset/${id}.md`, `---\n'@patchbay/core': ${level}\n---\n\nA change.\n`);
  }

  function commit(subject: string) {
    git('add', '--all');
    git(
      '-c',
      'user.name=Test',
      '-c',
      'user.email=test@example.com',
      'commit',
      '--quiet',
      '--message',
      subject,
    );
  }

  function git(...given: readonly string[]) {
    execFileSync('git', given, { cwd: root, stdio: 'pipe' });
  }

  async function changes(branch?: string) {
    const { findings } = await checkChanges(root, branch);
    return findings.map(toText).join('\n');
  }
});
