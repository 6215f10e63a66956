/** Input of `email.reconcile`: the mail whose answer was lost. */
export interface ReconcileSend {
  readonly operation: 'send';
  /** As it was given to `send`. */
  readonly idempotencyKey: string;
  /** A moment before its first call; a minute or more, since clocks differ. */
  readonly since: Date;
}
