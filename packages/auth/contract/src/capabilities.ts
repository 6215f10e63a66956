import type { Capabilities } from '@patchbay/core';
import type { AuthApi } from './api.ts';

/** What a provider can do within an operation. */
export type AuthTrait =
  | 'sign_in'
  | 'sign_in.nonce'
  | 'sign_out'
  | 'sign_out.back_channel'
  | 'refresh.rotates'
  | 'users.metadata'
  | 'users.password'
  | 'webhooks';

/** What one provider can do: an `as const satisfies AuthCapabilities` object per adapter. */
export interface AuthCapabilities extends Capabilities<AuthApi> {
  readonly traits: Readonly<Record<AuthTrait, boolean>>;
  readonly limits: {
    /** Shortest password that the directory takes; 0 without passwords. */
    readonly passwordLength: number;
  };
}
