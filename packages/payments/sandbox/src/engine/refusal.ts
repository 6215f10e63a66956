/** Why the sandbox refuses: its own error codes, mapped to the contract's by the room `errors`. */
export type RefusalCode =
  | 'already_captured'
  | 'already_refunded'
  | 'authorization_lapsed'
  | 'disputed'
  | 'file_unusable'
  | 'invalid_parameter'
  | 'key_reused'
  | 'missing_parameter'
  | 'no_such_object'
  | 'over_capture'
  | 'over_refund'
  | 'wrong_state';

/** What the sandbox throws: the counterpart of a vendor's error envelope. */
export class SandboxError extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.name = 'SandboxError';
    this.code = code;
  }
}

/** `throw refuse('wrong_state', '…')` */
export function refuse(code: RefusalCode, message: string): SandboxError {
  return new SandboxError(code, message);
}
