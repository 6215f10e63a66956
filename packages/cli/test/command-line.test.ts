import { describe, expect, it } from 'vitest';
import { writeApplication } from './application.ts';
import { patchbay } from './command.ts';

describe('the command line', () => {
  it.each([
    { words: ['chek'], says: 'patchbay has no command chek. Did you mean check?' },
    { words: ['check', '--jsn'], says: 'patchbay has no flag --jsn. Did you mean --json?' },
    { words: ['check', '--config'], says: '--config wants a value' },
    { words: ['swap', 'payments'], says: 'patchbay swap wants an instance and a provider' },
  ])('answers $words with what is wrong, on the error stream, and exits with 2', async ({ words, says }) => {
    await using application = await writeApplication({});
    const ran = await patchbay(application.directory, words);
    expect(ran).toMatchObject({ status: 2, stdout: '' });
    expect(ran.stderr).toContain(says);
  });

  it('prints its help and its version', async () => {
    await using application = await writeApplication({});
    const help = await patchbay(application.directory, ['--help']);
    const version = await patchbay(application.directory, ['--version']);
    expect([help.status, version.status]).toEqual([0, 0]);
    expect(help.stdout).toContain('patchbay swap <instance> <provider>');
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
