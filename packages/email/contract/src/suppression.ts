/** Why a provider no longer sends to an address. */
export type SuppressionReason = 'bounced' | 'blocked' | 'invalid' | 'complained' | 'unsubscribed';

/** An address that the provider no longer sends to. */
export interface Suppression {
  readonly email: string;
  readonly reason: SuppressionReason;
  readonly createdAt?: Date;
  /** The provider's words. */
  readonly detail?: string;
  /** The provider's own object; not enumerable. */
  readonly raw: unknown;
}

/** Which suppressions to list. */
export interface ListSuppressions {
  /** Default: all reasons that the provider knows. */
  readonly reason?: SuppressionReason;
}

/** An address not to be sent to any more. */
export interface AddSuppression {
  readonly email: string;
  /** Default: `unsubscribed`. */
  readonly reason?: SuppressionReason;
}

/** An address that may be sent to again. */
export interface RemoveSuppression {
  readonly email: string;
  /** Default: whatever the reason. */
  readonly reason?: SuppressionReason;
}
