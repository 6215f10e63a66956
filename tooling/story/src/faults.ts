import type { Report } from './report.ts';
import { retell } from './retell.ts';
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
      const { status, output, failedAt } = await retell(story);
      if (status !== 1 || !failedAt.startsWith(wanted))
        throw new Error(`Expected status 1 at a step "${wanted} …", found status ${status}:\n${output}`);
    });
}
