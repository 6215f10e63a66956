import { runOnEdge } from '@patchbay/tooling-presets/edge';
import { describe, expect, it } from 'vitest';

/** A program that writes a job down and works at it. */
const program = `
  import { memoryJobs } from '@patchbay/jobs-memory';

  const jobs = memoryJobs();
  globalThis.verdict = (async () => {
    const payload = await new Promise((resolve) => {
      const worker = jobs.work('mails', async (job) => {
        resolve(job.payload);
        void worker.close();
      });
      void jobs.enqueue({ queue: 'mails', payload: { order: 7 } });
    });
    return { payload, globals: typeof globalThis.process + typeof globalThis.require };
  })();
`;

describe('on the edge', () => {
  it('core, contract and the jobs in memory work without any Node built-in', async () => {
    expect(await runOnEdge(program, import.meta.dirname)).toEqual({
      payload: { order: 7 },
      globals: 'undefinedundefined',
    });
  });
});
