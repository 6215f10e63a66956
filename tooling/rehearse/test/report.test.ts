import { describe, expect, it } from 'vitest';
import { run } from '../command.ts';
import { createReport, StepFailed } from '../report.ts';

describe('a step that fails', () => {
  it('tells the command, how it ended and the end of what it printed, and ends the rehearsal', async () => {
    const written: string[] = [];
    const report = createReport((text) => void written.push(text));
    await report.step('goes well', () => Promise.resolve());
    const program = 'console.log("first line"); console.error("the reason"); process.exit(3)';
    const failing = report.step('fails', () =>
      run([process.execPath, '--eval', program], { cwd: '/', env: {} }),
    );
    await expect(failing).rejects.toThrow(StepFailed);
    expect(report.close()).toBe(false);
    const told = written.join('');
    expect(told).toMatch(/2 {2}fails +\d+\.\d s {2}\(at \d+\.\d s\) {2}FAILED/);
    expect(told).toContain(`$ ${process.execPath} --eval`);
    expect(told).toMatch(/it ended with 3\nfirst line\n[^]*the reason/);
    expect(told).toContain('1 passed, 1 failed');
  });

  it('names a program that is not there', async () => {
    await expect(run(['no-such-program'], { cwd: '/', env: {} })).rejects.toThrow('it ended with ENOENT');
  });
});
