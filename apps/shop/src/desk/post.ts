import { isUnderWay, type MailRow } from '../mail.ts';
import type { Desk } from './desk.ts';
import { createRelay, type RelayParts } from './relay.ts';

/** Where mails wait for their turn. */
export const mailQueue = 'mails';

/** Brings wanted mails to the queue, in the background: neither a payer nor a webhook waits for the post. */
export interface Post {
  /** Brings what is wanted for an order. */
  collect(orderId: string): void;
  /** Brings whatever is left of before: also by a shop that had no queue, or has lost it. */
  resume(): void;
  /** Waits for what is being brought. What is not by then is at the next start. */
  close(): Promise<void>;
}

type PostParts = Pick<Desk, 'jobs' | 'store' | 'clock'> & Pick<RelayParts, 'onError'>;

/** A mail that is brought twice is one job. */
export function createPost({ jobs, store: { mails }, clock, onError = console.error }: PostParts): Post {
  const orderIds = new Set<string>();
  const relay = createRelay({
    clock,
    onError,
    async handOver() {
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
      for (const state of ['sending', 'wanted'] as const)
        for (const { orderId } of mails.inState(state)) orderIds.add(orderId);
      relay.collect();
    },
    close: relay.close,
  };
}

/** One job for each time that a mail is wanted: its number is how often it had been handed over by then. */
async function bring(jobs: Desk['jobs'], { key, state, tries: begun }: MailRow): Promise<void> {
  const tries = state === 'sending' ? begun - 1 : begun;
  const named = (count: number) => ({ queue: mailQueue, id: `${key}.${count}` });
  await jobs.enqueue({ ...named(tries), payload: { key, tries } });
  if (tries > 0) await jobs.dead.discard(named(tries - 1)); // wanted again since it was given up
}
