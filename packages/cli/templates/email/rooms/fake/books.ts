import type { AcceptedMail } from '@patchbay/email/conformance';

/** What Acme holds: routes write it, tests read it. */
export interface AcmeBooks {
  readonly mails: AcceptedMail[];
}

/** Empty books. */
export function newBooks(): AcmeBooks {
  return { mails: [] };
}
