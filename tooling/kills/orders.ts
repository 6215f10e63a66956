import * as z from 'zod';

const orderSchema = z.object({ id: z.string(), status: z.enum(['placed', 'paid']) });

/** An order as it stands in the application's own database. */
export type Order = z.infer<typeof orderSchema>;

export const ordersSchema = z.array(orderSchema);

/** The application's own database. */
export interface Orders {
  /** One that is there stays as it is. */
  place(id: string): Promise<void>;
  /** In one transaction: all of the work, or nothing of it. */
  atomically(work: (open: OpenTransaction) => Promise<void>): Promise<void>;
  all(): Promise<readonly Order[]>;
  close(): Promise<void>;
}

/** A transaction that is not committed yet. */
export interface OpenTransaction {
  /** What `jobs.enqueue` takes as `transaction`. */
  readonly handle: unknown;
  /** False where it is paid already. */
  pay(id: string): Promise<boolean>;
}
