import type { Account, StoredMail, StoredRecipient } from '../account.ts';
import { listOf } from '../account.ts';
import type { SuppressionList } from '../types.ts';
import { record } from '../webhooks/events.ts';

// https://docs.sendgrid.com/for-developers/sending-email/stopping-a-scheduled-send (2026-11-22)
const maxPauseSeconds = 72 * 3600;

// Drop reasons: https://docs.sendgrid.com/glossary/drops (2026-11-22). Blocks are listed but not heeded.
const dropReasons: readonly (readonly [SuppressionList, string])[] = [
  ['bounces', 'Bounced Address'],
  ['spam_reports', 'Spam Reporting Address'],
  ['invalid_emails', 'Invalid'],
  ['unsubscribes', 'Unsubscribed Address'],
];

/** Processes an accepted mail, or leaves it on the schedule. */
export function processMail(account: Account, mail: StoredMail): boolean {
  const overdueSeconds = account.now() - (mail.sendAt ?? mail.acceptedAt) / 1000;
  const hold = mail.batchId === undefined ? undefined : account.holds.get(mail.batchId);
  if (overdueSeconds < 0 || (hold === 'pause' && overdueSeconds <= maxPauseSeconds)) return false;
  for (const recipient of mail.recipients) {
    if (hold === undefined) processRecipient(account, mail, recipient);
    else recipient.status = hold === 'cancel' ? 'cancelled' : 'expired';
  }
  return true;
}

/** Processes the scheduled mails whose time has come. */
export function runDue(account: Account): number {
  const waiting = account.mails.filter(({ recipients }) => recipients[0]?.status === 'scheduled');
  return waiting.filter((mail) => processMail(account, mail)).length;
}

function processRecipient(account: Account, mail: StoredMail, recipient: StoredRecipient): void {
  const reason = dropReason(account, mail, recipient);
  if (reason === undefined) {
    recipient.status = 'processed';
    record(account, 'processed', mail, recipient);
    return;
  }
  recipient.status = 'dropped';
  recipient.reason = reason;
  record(account, 'dropped', mail, recipient, { reason });
}

function dropReason(account: Account, mail: StoredMail, recipient: StoredRecipient): string | undefined {
  const { template } = mail;
  const known = account.options.templates?.some(({ id }) => id === template?.id) === true;
  // An unknown template is found out only after the 202: sendgrid/docs#2616, sendgrid/sendgrid-java#105.
  if (template !== undefined && !known) return 'Invalid SMTPAPI header';
  // So is a recipient's name with a bare comma or semicolon: sendgrid/sendgrid-nodejs#448 (2026-11-22).
  if (/[,;]/.test(recipient.name ?? '') && !/^".*"$/.test(recipient.name ?? '')) return 'Invalid';
  const group: (readonly [SuppressionList, string])[] =
    mail.unsubscribeGroup === undefined ? [] : [[`group:${mail.unsubscribeGroup}`, 'Unsubscribed Address']];
  const address = recipient.email.toLowerCase();
  return [...dropReasons, ...group].find(
    ([list]) => !mail.bypassed.includes(list) && listOf(account, list).has(address),
  )?.[1];
}
