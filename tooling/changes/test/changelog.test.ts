import { describe, expect, it } from 'vitest';
import { getDependencyReleaseLine, getReleaseLine } from '../changelog.ts';

describe('a changelog', () => {
  it('says what was written for users, paragraphs and all, and no commit', async () => {
    const changeset = {
      id: 'one',
      summary: 'Pays twice as fast.\n\nNothing to do.',
      releases: [],
      commit: 'abcdef0',
    };
    expect(await getReleaseLine(changeset, 'minor', null)).toBe('- Pays twice as fast.\n\n  Nothing to do.');
  });

  it('names the versions that a release brings along in one line, and none where there are none', async () => {
    const release = (name: string, newVersion: string) => ({
      name,
      type: 'minor' as const,
      oldVersion: '1.0.0',
      newVersion,
      changesets: [],
      dir: '',
      packageJson: { name, version: '1.0.0' },
    });
    const updated = [release('@patchbay/core', '1.1.0'), release('@patchbay/payments', '1.2.0')];
    expect(await getDependencyReleaseLine([], updated, null)).toBe(
      '- Works with `@patchbay/core` 1.1.0 and `@patchbay/payments` 1.2.0.',
    );
    expect(await getDependencyReleaseLine([], [], null)).toBe('');
  });
});
