import { DriverFailure } from '@patchbay/core';

/** When a mail leaves, and the batch by which alone SendGrid takes it back. */
export interface Schedule {
  /** `Receipt.id`: `<batch>.<epoch seconds>`. */
  readonly id: string;
  readonly batch: string;
  /** Epoch seconds. */
  readonly seconds: number;
}

/** Not before the time that was asked for: SendGrid counts whole seconds. */
export function toSchedule(batch: string, sendAt: Date): Schedule {
  const seconds = Math.ceil(sendAt.getTime() / 1000);
  return { id: `${batch}.${seconds}`, batch, seconds };
}

/**
 * The batch of a mail that waits. SendGrid accepts the cancellation of one that has left, and does nothing.
 * @throws `DriverFailure` `precondition_failed`, `already_sent` for one whose time has passed, or that never waited.
 */
export function waitingBatch(id: string, now: number): string {
  const [, batch, seconds] = /^([^./?#\s]+)\.(\d{1,12})$/.exec(id) ?? [];
  if (batch !== undefined && Number(seconds) * 1000 > now) return batch;
  const message = 'The mail has left: it was sent at once, or its time has passed.';
  throw new DriverFailure({ code: 'precondition_failed', reason: 'already_sent', message });
}
