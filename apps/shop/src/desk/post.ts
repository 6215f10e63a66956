import { isUnderWay, type MailRow } from '../mail.ts';
import { giveUpMail } from './dead-mail.ts';
import type { Desk } from './desk.ts';
import { mailQueue, toJobInput } from './mail-job.ts';
import { createRelay, type RelayParts } from './relay.ts';

/** Brings wanted mails to the queue, in the background: neither a payer nor a webhook waits for the post. */
export interface Post {
  /** Brings what is wanted for an order. */
  collect(orderId: string): void;
  /**
   * Brings whatever is left of before: also by a shop that had no queue, or has lost it. What was given up meanwhile says
   * so from then on.
   */
  resume(): void;
  /** Waits for what is being brought. What is not by then is at the next start. */
  close(): Promise<void>;
}

type PostParts = Pick<Desk, 'jobs' | 'store' | 'live' | 'clock'> & Pick<RelayParts, 'onError'>;

/** A mail that is brought twice is one job. */
export function createPost(parts: PostParts): Post {
  const { jobs, store, clock, onError = console.error } = parts;
  const { mails } = store;
  const orderIds = new Set<string>();
  let isResuming = false;
  const relay = createRelay({
    clock,
    onError,
    async handOver() {
      if (isResuming) for await (const job of jobs.dead.list({ queue: mailQueue })) giveUpMail(parts, job);
      isResuming = false;
      for (const orderId of orderIds) {
        orderIds.delete(orderId); // first: more may be wanted meanwhile
        try {
          for (const row of mails.ofOrder(orderId).filter(isUnderWay)) await bring(jobs, row);
        } catch (error) {
          orderIds.add(orderId);
          throw error;
        }
      }
    },
  });
  return {
    collect(orderId) {
      orderIds.add(orderId);
      relay.collect();
    },
    resume() {
      isResuming = true;
      for (const state of ['sending', 'wanted'] as const)
        for (const { orderId } of mails.inState(state)) orderIds.add(orderId);
      relay.collect();
    },
    close: relay.close,
  };
}

async function bring(jobs: Desk['jobs'], { key, state, tries: begun }: MailRow): Promise<void> {
  const tries = state === 'sending' ? begun - 1 : begun;
  await jobs.enqueue({ ...toJobInput({ key, tries }), payload: { key, tries } });
  if (tries > 0) await jobs.dead.discard(toJobInput({ key, tries: tries - 1 })); // wanted again since it was given up
}
