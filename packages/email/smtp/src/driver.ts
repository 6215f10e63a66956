import { type Call, type Driver, DriverFailure, type Kit, type Sending } from '@patchbay/core';
import { assertLimits, type EmailApi, loadAttachments, type Message, type Receipt } from '@patchbay/email';
import { capabilities } from './capabilities.ts';
import type { SmtpClient } from './client/client.ts';
import { isUnreadable, toReply } from './errors.ts';
import type { SmtpEmailOptions } from './options.ts';
import { toEnvelope, toMail } from './request.ts';
import { fromRefusedByAll, toReceipt } from './response.ts';
import { newName } from './webhook/token.ts';

/** SMTP's one operation. */
export function driver(
  smtp: SmtpClient,
  options: SmtpEmailOptions,
  kit: Kit,
): Driver<EmailApi, typeof capabilities> {
  return { send: (message, call) => send(smtp, options, kit, message, call) };
}

async function send(
  smtp: SmtpClient,
  options: SmtpEmailOptions,
  { clock, random, transport }: Kit,
  message: Message,
  call: Call,
): Promise<Receipt> {
  const { limits } = capabilities;
  assertLimits(message, limits, clock.now());
  const attachments = await loadAttachments(message.attachments, limits.messageBytes);
  const name = await newName(options, random, call.idempotencyKey);
  const source = await smtp.compose(toMail(message, attachments, { ...name, now: clock.now() }));
  if (source.byteLength > limits.messageBytes) throw tooLarge();
  const envelope = toEnvelope(message, name, options);
  let sending: Sending | undefined;
  const beforeTheDot = () => {
    sending = transport.begin(call.headers);
  };
  try {
    const answer = await smtp.deliver({ envelope, source, beforeTheDot }, call.signal);
    sending?.answered();
    return toReceipt(message, name, answer);
  } catch (thrown) {
    if (toReply(thrown) !== undefined)
      sending?.undone(); // refused in the server's own words: it has no mail
    else if (isUnreadable(thrown)) sending?.answered(); // in nobody's words: it may have the mail
    const refused = fromRefusedByAll(thrown);
    if (refused === undefined) throw thrown;
    return toReceipt(message, name, refused);
  }
}

function tooLarge(): DriverFailure {
  const message = `The mail is larger than ${capabilities.limits.messageBytes} bytes, in its form for the wire.`;
  return new DriverFailure({ code: 'payload_too_large', reason: 'message_too_large', message });
}
