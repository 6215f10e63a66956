import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import * as z from 'zod';

const root = fileURLToPath(new URL('../..', import.meta.url));

const stepSchema = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});

const workflowSchema = z.object({
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.object({
      permissions: z.record(z.string(), z.string()),
      needs: z.string().optional(),
      if: z.string().optional(),
      env: z.record(z.string(), z.string()).default({}),
      environment: z.string().optional(),
      'timeout-minutes': z.number(),
      steps: z.array(stepSchema),
    }),
  ),
});

const actionSchema = z.object({ runs: z.object({ steps: z.array(stepSchema) }) });

/** A step of a job, or of an action of our own. */
export type Step = z.infer<typeof stepSchema>;

/** A workflow of GitHub Actions that says of each job which permissions it has and how long it may take. */
export type Workflow = z.infer<typeof workflowSchema>;

/** Reads a workflow; throws when a job leaves its permissions or its time to the defaults. */
export function readWorkflow(path: string): Workflow {
  return workflowSchema.parse(parse(readText(path)));
}

/** The steps of an action of our own. */
export function readAction(path: string): readonly Step[] {
  return actionSchema.parse(parse(readText(path))).runs.steps;
}

/** A file of this repository. */
export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
