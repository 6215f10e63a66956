import { describe, expect, it } from 'vitest';
import { writeApplication } from './application.ts';
import { patchbay, patchbayWithoutReader } from './command.ts';

describe('the command line', () => {
  it.each([
    { words: ['chek'], says: 'patchbay has no command chek. Did you mean check?' },
    { words: ['check', '--jsn'], says: 'patchbay has no flag --jsn. Did you mean --json?' },
    { words: ['check', '--config'], says: '--config wants a value' },
    { words: ['check', '--config', '--json'], says: '--config wants a value' },
    { words: ['check', 'payments'], says: 'patchbay check does not know what to do with payments.' },
    { words: ['swap', 'payments'], says: 'patchbay swap wants an instance and a provider' },
  ])('answers $words with what is wrong, on the error stream, and exits with 2', async ({ words, says }) => {
    await using application = await writeApplication({});
    const ran = await patchbay(application.directory, words);
    expect(ran).toMatchObject({ status: 2, stdout: '' });
    expect(ran.stderr).toContain(says);
  });

  it('prints its help and its version', async () => {
    await using application = await writeApplication({});
    const help = await patchbay(application.directory, ['swap', '--help']);
    const version = await patchbay(application.directory, ['--version']);
    expect([help.status, version.status]).toEqual([0, 0]);
    expect(help.stdout).toContain('patchbay swap <instance> <provider>');
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('prints data and nothing else, whatever the modules of the application print', async () => {
    await using application = await writeApplication({
      packages: { 'loud-patchbay-payments': "console.log('hello'); process.stdout.write('world');" },
    });
    const env = { PAYMENTS_PROVIDER: 'loud-patchbay-payments' };
    const ran = await patchbay(application.directory, ['check', '--json'], env);
    expect(JSON.parse(ran.stdout)).toMatchObject({ ok: false, problems: [{ path: 'payments.provider' }] });
    expect(ran.stderr).toContain('hello');
  });

  it('ends where a module of the application has left a timer', async () => {
    await using application = await writeApplication({
      packages: { 'idle-patchbay-payments': 'setInterval(() => {}, 1_000);' },
    });
    const words = ['swap', 'payments', 'idle-patchbay-payments', '--json'];
    const ran = await patchbay(application.directory, words);
    expect(JSON.parse(ran.stdout)).toMatchObject({ ok: false, problems: [{ path: 'payments.provider' }] });
    expect(ran.status).toBe(1);
  });

  it('says why it ends where a module never finishes loading', async () => {
    await using application = await writeApplication({
      packages: { 'stuck-patchbay-payments': 'await new Promise(() => {});' },
    });
    const env = { PAYMENTS_PROVIDER: 'stuck-patchbay-payments' };
    const ran = await patchbay(application.directory, ['check'], env);
    expect(ran).toMatchObject({ status: 1, stdout: '' });
    expect(ran.stderr).toContain('never finished loading');
  });

  it('is silent where its reader has gone away', async () => {
    await using application = await writeApplication({});
    const ran = await patchbayWithoutReader(application.directory, ['swap', 'payments', 'stripe']);
    expect(ran).toEqual({ status: 0, stderr: '' });
  });
});
