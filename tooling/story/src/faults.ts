import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Report } from './report.ts';
import type { Category } from './stage.ts';

/** Which vendor refuses us, and how the name of the step begins at which the story has to fail. */
const faults = [
  { at: 'auth', provider: 'oidc', step: 'Sign-in:' },
  { at: 'storage', provider: 's3', step: 'Storage:' },
  { at: 'payments', provider: 'stripe', step: 'Payment:' },
  { at: 'email', provider: 'sendgrid', step: 'Email:' },
  { at: 'email', provider: 'smtp', step: 'Email:' },
] as const satisfies readonly { at: Category; provider: string; step: string }[];

/** Tells the story on all vendors, once for each that answers 401: it must fail there, and say so. */
export async function tellFaults({ step }: Pick<Report, 'step'>): Promise<void> {
  for (const { at, provider, step: wanted } of faults)
    await step(`401 of ${provider} fails the story at its step`, async () => {
      const story = ['--vendors', `--${at}`, provider, '--fault', '401', '--fault-at', at];
      const { status, output } = await tell(story);
      const [, found = ''] = /The story failed at step \d+, "([^"]*)"/.exec(output) ?? [];
      if (status !== 1 || !found.startsWith(wanted))
        throw new Error(`Expected status 1 at a step "${wanted} …", found status ${status}:\n${output}`);
    });
}

async function tell(options: readonly string[]): Promise<{ status: number | null; output: string }> {
  const program = fileURLToPath(new URL('../run.ts', import.meta.url));
  const story = spawn(process.execPath, [...process.execArgv, program, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const kill = (): void => void story.kill();
  process.once('exit', kill);
  const output = await text(story.stdout);
  const status = await new Promise<number | null>((resolve) => {
    if (story.exitCode === null) story.once('exit', resolve);
    else resolve(story.exitCode);
  });
  process.off('exit', kill);
  return { status, output };
}
