/** Why the provider refuses: its own error codes, mapped to the contract's by the room `errors`. */
export type RefusalCode =
  | 'access_refused'
  | 'client_refused'
  | 'device_expired'
  | 'device_pending'
  | 'device_too_fast'
  | 'file_unusable'
  | 'grant_invalid'
  | 'key_reused'
  | 'parameter_invalid'
  | 'password_weak'
  | 'provider_failed'
  | 'scope_missing'
  | 'token_invalid'
  | 'user_exists'
  | 'user_missing';

/** What the provider throws: the counterpart of a vendor's error envelope. */
export class LocalAuthError extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.name = 'LocalAuthError';
    this.code = code;
  }
}

/** `throw refuse('user_missing', '…')` */
export function refuse(code: RefusalCode, message: string): LocalAuthError {
  return new LocalAuthError(code, message);
}
