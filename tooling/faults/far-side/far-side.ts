/** A vendor on loopback, and one fault that every request to it meets. */
export interface FarSide extends AsyncDisposable {
  /** Where the client is sent. */
  readonly address: string;
  /** How many requests, or sessions of SMTP, have arrived. */
  requests(): number;
  /** What was done, as the vendor's own books count it. */
  effects(): number;
}

/** Nobody's name: RFC 6761 keeps it from ever being one. */
export const nowhere = 'vendor.invalid';
