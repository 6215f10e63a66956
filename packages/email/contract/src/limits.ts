import { DriverFailure } from '@patchbay/core';
import { toAddresses } from './address.ts';
import type { EmailLimits } from './capabilities.ts';
import type { Message } from './message.ts';

/**
 * Refuses what is more than the provider takes, before any request. Drivers call it first.
 * @throws `DriverFailure` `invalid_request`: `too_many_recipients`, `schedule_out_of_range`, `parameter_invalid`.
 */
export function assertLimits(message: Message, limits: EmailLimits, now: number): void {
  const recipients = [message.to, message.cc, message.bcc].flatMap(toAddresses).length;
  if (recipients > limits.recipients)
    throw refused('too_many_recipients', `to: found ${recipients} recipients; at most ${limits.recipients}.`);
  const tags = message.tags?.length ?? 0;
  if (tags > limits.tags) throw refused('parameter_invalid', `tags: found ${tags}; at most ${limits.tags}.`);
  const aheadMs = (message.sendAt?.getTime() ?? now) - now;
  if (message.sendAt !== undefined && (aheadMs <= 0 || aheadMs > limits.scheduleMs))
    throw refused(
      'schedule_out_of_range',
      `sendAt: found ${message.sendAt.toISOString()}; expected a time in the future, at most ${limits.scheduleMs / 3_600_000} hours ahead.`,
    );
}

function refused(reason: string, message: string): DriverFailure {
  return new DriverFailure({ code: 'invalid_request', reason, message });
}
