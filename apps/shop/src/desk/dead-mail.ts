import type { JobInput, Jobs } from '@patchbay/jobs';
import type { MailRow } from '../mail.ts';
import type { Desk } from './desk.ts';
import { sendAgain } from './mail.ts';
import { toMailJob } from './mail-job.ts';

/** Says of a mail that its job was given up, by crashes and not by an answer: nobody hands it over any more. */
export function giveUpMail({ store, live }: Pick<Desk, 'store' | 'live'>, dead: JobInput): void {
  const job = toMailJob(dead);
  if (job === undefined) return;
  const orderId = store.atomically(() => {
    const row = store.mails.giveUp(job.key, job.tries);
    if (row === undefined) return undefined;
    const { kind: mail, state } = row;
    store.timeline.add(row.orderId, { kind: 'mail', at: Date.now(), mail, state, by: 'given_up' });
    return row.orderId;
  });
  if (orderId !== undefined) live.tell(orderId);
}

/** The mail of a dead job that may have been sent, unless more has become of it. */
export function doubtfulMail({ store }: Pick<Desk, 'store'>, job: JobInput): MailRow | undefined {
  const { key, tries } = toMailJob(job) ?? {};
  const row = key === undefined ? undefined : store.mails.get(key);
  return row?.state === 'unknown' && row.tries - 1 === tries ? row : undefined;
}

/**
 * Gives a dead job a new life. A mail that may have been sent is wanted anew, as from the page of its order: its job would
 * leave it alone. False: there is no such dead job.
 */
export async function redrive({ jobs, ...desk }: RedriveParts, job: JobInput): Promise<boolean> {
  const row = doubtfulMail(desk, job);
  if (row === undefined) return jobs.dead.redrive(job);
  const isThere = await jobs.dead.discard(job);
  if (isThere) sendAgain(desk, row.orderId, row);
  return isThere;
}

interface RedriveParts extends Pick<Desk, 'store' | 'post' | 'live'> {
  readonly jobs: Jobs<'dead.redrive' | 'dead.discard'>;
}
