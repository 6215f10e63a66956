import type { JobInput } from '@patchbay/jobs';
import * as z from 'zod';

/** Where mails wait for their turn. */
export const mailQueue = 'mails';

/** What a job is given: a mail, and which of the times that it was wanted, by how often it had been handed over before. */
export type MailJob = z.infer<typeof mailJobSchema>;

export const mailJobSchema = z.object({ key: z.string(), tries: z.number() });

/** The name of the job: one for each time that a mail is wanted. */
export function toJobInput({ key, tries }: MailJob): JobInput {
  return { queue: mailQueue, id: `${key}.${tries}` };
}

/** The job of this name; `undefined` where it is not one of mails. */
export function toMailJob({ queue, id }: JobInput): MailJob | undefined {
  const [, key, tries] = /^(.+)\.(\d+)$/.exec(id) ?? [];
  return queue === mailQueue && key !== undefined ? { key, tries: Number(tries) } : undefined;
}
