/** Why the outbox refuses something. */
export type RefusalCode =
  | 'already_sent'
  | 'entry_unreadable'
  | 'folder_unusable'
  | 'invalid_parameter'
  | 'key_reused'
  | 'no_such_mail';

/** A refusal in the outbox's own words. */
export class OutboxError extends Error {
  override readonly name = 'OutboxError';
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}
