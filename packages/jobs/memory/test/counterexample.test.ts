import { jobsCases } from '@patchbay/jobs/conformance';
import { describe, expect, it } from 'vitest';
import { harness } from './harness.ts';

describe('the model of jobs', () => {
  it('prints the few steps that show what is wrong', async () => {
    const found = jobsCases.find(({ id }) => id === 'model.claim.histories');
    const broken: typeof harness = {
      ...harness,
      async start(options) {
        const subject = await harness.start(options);
        const facade = { ...subject.facade, retry: async () => true }; // and does nothing
        return { ...subject, facade };
      },
    };
    const fault = await found?.run(broken).catch((error: unknown) => String(error));
    const steps = String(fault).split('\n').slice(1);
    expect(steps.map((step) => /"kind":"(\w+)"/.exec(step)?.[1]).slice(0, 3)).toEqual([
      'enqueue',
      'claim',
      'retry',
    ]);
    expect(steps.length).toBeLessThanOrEqual(6);
    expect(steps.at(-1)).toMatch(/has to be|have to be|cannot be/);
  });
});
