/** Input of `email.reconcile`: the mail whose answer was lost. */
export interface ReconcileSend {
  readonly operation: 'send';
  /** As it was given to `send`. */
  readonly idempotencyKey: string;
  /** A moment before its first call; a minute or more, since clocks differ. */
  readonly since: Date;
  /**
   * A moment after its last call was given up; a minute or more, too. What was made later is not looked at, so that a
   * busy account does not hide the write. Default: now.
   */
  readonly until?: Date;
}
