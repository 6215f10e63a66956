import type { Integration, Setup } from '@patchbay/core';
import type { Planted } from '@patchbay/core/conformance';
import type { AnyEmail } from '@patchbay/email/conformance';
import { type SendgridEmailOptions, sendgridEmail } from '@patchbay/email-sendgrid';
import * as generic from '../outgoing.ts';
import { changeMail, type MailJson, sendPath } from './mail-json.ts';

/** The SendGrid adapter with something between core and the wire. */
export function overFetch(change: (next: typeof fetch) => typeof fetch): Planted<AnyEmail> {
  return generic.overFetch(factory, change);
}

/** The SendGrid adapter with its requests changed before they leave. */
export function outgoing(change: (request: generic.Outgoing) => void): Planted<AnyEmail> {
  return generic.outgoing(factory, change);
}

/** The SendGrid adapter with its mails changed before they leave. */
export function mails(change: (mail: MailJson) => void): Planted<AnyEmail> {
  return outgoing((request) => {
    if (request.url.pathname === sendPath && request.body !== undefined)
      request.body = changeMail(request.body, change);
  });
}

/** The suite calls what the adapter's types hide, too: it must be refused. */
function factory(options: SendgridEmailOptions, setup: Setup): AnyEmail {
  const made: Integration = sendgridEmail(options, setup);
  return made as AnyEmail;
}
