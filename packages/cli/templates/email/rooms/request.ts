import type { EmailAddress } from '@patchbay/email';

/** A mailbox as Acme takes it. */
export function toMailbox({ email, name }: EmailAddress): {
  readonly address: string;
  readonly name?: string;
} {
  return { address: email, ...(name !== undefined && { name }) };
}
