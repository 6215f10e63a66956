import { type Call, type Driver, DriverFailure, type Kit, type Reconciled, vendorKey } from '@patchbay/core';
import {
  assertLimits,
  type EmailApi,
  loadAttachments,
  type Message,
  type Receipt,
  type ReconcileSend,
  sameMailbox,
} from '@patchbay/email';
import { capabilities } from './capabilities.ts';
import { composeMime } from './client.ts';
import { fileName, type Outbox, sourceFile } from './engine/outbox.ts';
import type { MailRecord } from './engine/records.ts';
import type { OutboxEmailOptions } from './options.ts';
import { fingerprintOf, toMime, toRecipients, toRecord } from './request.ts';
import { fromMail, fromSuppression } from './response.ts';

type OutboxDriver = Driver<EmailApi, typeof capabilities>;

/** Every operation on the mails and suppressions of one outbox. */
export function driver(outbox: Outbox, _options: OutboxEmailOptions, kit: Kit): OutboxDriver {
  const { suppressions } = outbox;
  return {
    send: async (message, call) => fromMail(await send(outbox, kit, message, call)),
    reconcile: (input) => reconcile(outbox, input),
    'schedule.cancel': ({ id }) => outbox.cancel(id),
    'suppressions.list': async ({ reason }, { cursor, limit }) => {
      const page = await suppressions.page(reason, { cursor, limit });
      return { ...page, items: page.items.map(fromSuppression) };
    },
    'suppressions.get': async ({ email }) => (await suppressions.of(email)).map(fromSuppression),
    'suppressions.add': ({ email, reason = 'unsubscribed' }) => suppressions.add(email, reason, outbox.now),
    'suppressions.remove': ({ email, reason }) => suppressions.remove(email, reason),
  };
}

async function send(outbox: Outbox, kit: Kit, message: Message, call: Call): Promise<MailRecord> {
  refuseVendorInput(message);
  const { idempotencyKey: key } = call;
  const id = await outbox.idFor(key);
  const attachments = await loadAttachments(message.attachments, capabilities.limits.messageBytes);
  const fingerprint = key === undefined ? undefined : await fingerprintOf(message, attachments);
  const earlier = await outbox.earlier(id, fingerprint);
  if (earlier !== undefined) return earlier;
  assertLimits(message, capabilities.limits, outbox.now);
  const suppressed = new Set((await outbox.suppressions.list()).map(({ email }) => sameMailbox(email)));
  const recipients = toRecipients(message, (email) => suppressed.has(sameMailbox(email)));
  const identity = {
    id,
    createdAt: outbox.now,
    sequence: outbox.nextSequence(),
    fingerprint,
    vendorKey: key,
  };
  const mail = toRecord(message, identity, recipients, attachments);
  const source = await composeMime(toMime(mail, attachments));
  const files = attachments.map(({ bytes }, index) => [fileName(index), bytes] as const);
  call.signal.throwIfAborted();
  const sending = kit.transport.begin(call.headers);
  try {
    const taken = await outbox.take(mail, { [sourceFile]: source, ...Object.fromEntries(files) });
    sending.answered();
    return taken;
  } catch (error) {
    sending.undone(); // what was not moved to its place is no mail
    throw error;
  }
}

/** A mail is called after its key: it is there, or nothing was taken. */
async function reconcile(
  outbox: Outbox,
  { operation, idempotencyKey }: ReconcileSend,
): Promise<Reconciled<Receipt>> {
  const { maxLength } = capabilities.idempotency;
  const key = await vendorKey([`email.${operation}`, '', idempotencyKey], maxLength);
  const mail = await outbox.find(await outbox.idFor(key));
  return mail === undefined ? { outcome: 'not_applied' } : { outcome: 'applied', result: fromMail(mail) };
}

/** The outbox has no parameters beyond the contract's: one that is given is refused, not ignored. */
function refuseVendorInput({ vendor = {} }: Message): void {
  const [name] = Object.keys(vendor);
  if (name === undefined) return;
  const message = `vendor.${name}: the outbox has no parameters of its own.`;
  throw new DriverFailure({ code: 'invalid_request', reason: 'parameter_invalid', message });
}
