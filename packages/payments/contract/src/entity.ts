/** Free text of yours that the vendor keeps with an object. */
export type Metadata = Readonly<Record<string, string>>;

/** What every object of a payments vendor has. */
export interface Entity {
  /** The vendor's id. */
  readonly id: string;
  /** `stripe`, `sandbox`, … */
  readonly provider: string;
  /** When the vendor made it. */
  readonly createdAt: Date;
  /** Empty where the vendor keeps none. */
  readonly metadata: Metadata;
  /** The key that went to the vendor with the write that made it, where the vendor's object carries it. */
  readonly vendorKey?: string;
  /** The vendor's own object; not enumerable, so it is neither printed nor stored by accident. */
  readonly raw: unknown;
}

/** Parameters of the vendor's own request, merged last: the way to what the contract does not name. */
export type VendorInput = Readonly<Record<string, unknown>>;

/** A closed list that a vendor may outgrow. */
export type Open<T extends string> = T | (string & Record<never, never>);
