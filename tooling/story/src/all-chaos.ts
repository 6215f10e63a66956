import type { Report } from './report.ts';
import { retell } from './retell.ts';

/** Stories under chaos: with which status each has to end and, where it fails, how the name of that step begins. */
const stories = [
  { options: ['--chaos', 'email:503'], status: 0, step: '' },
  { options: ['--chaos', 'email:503', '--failover', 'off'], status: 1, step: 'Email:' },
  { options: ['--chaos', 'payments:reset-after'], status: 0, step: '' },
] as const;

/** Tells the story under each chaos, and under the first also without what helps against it: that one must fail. */
export async function tellAllChaos({ step, line }: Pick<Report, 'step' | 'line'>): Promise<void> {
  for (const { options, status: wanted, step: at } of stories) {
    const { output } = await step(`${options.join(' ')} ${wanted === 0 ? 'passes' : 'fails'}`, async () => {
      const { status, failedAt, ...rest } = await retell(options);
      if (status !== wanted || !failedAt.startsWith(at) || (failedAt === '') !== (at === ''))
        throw new Error(
          `Expected status ${wanted}${at && ` at a step "${at} …"`}, found ${status}:\n${rest.output}`,
        );
      return rest;
    });
    for (const fact of output.split('\n').filter(isFact)) line(fact);
  }
}

/** What the pages of the orders told, and where a story failed. */
function isFact(text: string): boolean {
  return /^ {6}\S|^The story failed/.test(text);
}
