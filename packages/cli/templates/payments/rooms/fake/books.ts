/** What was done at Acme: routes write it, tests read it. Amounts are minor units of ISO 4217. */
export interface AcmeBooks {
  readonly charges: AcmeBooking[];
  readonly captures: AcmeBooking[];
  readonly refunds: AcmeBooking[];
}

/** Money that moved, or was held. */
export interface AcmeBooking {
  readonly id: string;
  readonly minor: number;
  readonly currency: string;
}

/** Empty books. */
export function newBooks(): AcmeBooks {
  return { charges: [], captures: [], refunds: [] };
}
