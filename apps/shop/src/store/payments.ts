import type { PaymentState } from '@patchbay/payments';
import * as z from 'zod';
import type { Database } from './database.ts';

/** What `settle` writes to, and what the pages read. */
export interface PaymentStates {
  get(id: string): PaymentState | undefined;
  /** Writes `next` only if the stored state is still `previous`; `false` when somebody else was faster. */
  save(next: PaymentState, previous: PaymentState | undefined): boolean;
}

export function paymentsIn(database: Database): PaymentStates {
  const byId = database.prepare('SELECT state FROM payments WHERE id = ?');
  const insert = database.prepare('INSERT OR IGNORE INTO payments (id, state) VALUES (?, ?)');
  // The stored text is the version: a row that somebody else has changed meanwhile is not overwritten.
  const replace = database.prepare('UPDATE payments SET state = ? WHERE id = ? AND state = ?');
  const get = (id: string): PaymentState | undefined => {
    const row = byId.get(id);
    return row === undefined ? undefined : stateSchema.parse(JSON.parse(rowSchema.parse(row).state));
  };
  return {
    get,
    save(next, previous) {
      const { changes } =
        previous === undefined
          ? insert.run(next.id, JSON.stringify(next))
          : replace.run(JSON.stringify(next), next.id, JSON.stringify(previous));
      return Number(changes) === 1;
    },
  };
}

const rowSchema = z.object({ state: z.string() });

/** The text came from `JSON.stringify` of a `PaymentState`; this tells when the file is not ours. */
const stateSchema = z.custom<PaymentState>(
  (value) =>
    z
      .object({ id: z.string(), status: z.string(), captured: z.object({ minor: z.number() }) })
      .safeParse(value).success,
  'The stored payment has another form.',
);
