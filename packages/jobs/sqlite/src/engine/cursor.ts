import { DriverFailure } from '@patchbay/core';
import type { SqliteRow } from '@patchbay/core/sqlite';

/** Where a page of dead jobs ended: when the last one died, and its place among those that died with it. */
export interface DeadCursor {
  readonly at: number;
  readonly seq: number;
}

const beforeAll: DeadCursor = { at: Number.MAX_SAFE_INTEGER, seq: 0 };

/** The cursor of a page that ends with this row. */
export function fromDeadCursor({ at, seq }: SqliteRow): string {
  return `${Number(at)}.${Number(seq)}`;
}

/**
 * A text as the cursor that it was.
 * @throws `DriverFailure` `invalid_request` for a cursor that no page gave.
 */
export function toDeadCursor(text: string | undefined): DeadCursor {
  if (text === undefined) return beforeAll;
  if (!/^\d{1,15}\.\d{1,15}$/.test(text))
    throw new DriverFailure({
      code: 'invalid_request',
      message: 'This cursor is not from a list of dead jobs.',
    });
  const [at = 0, seq = 0] = text.split('.').map(Number);
  return { at, seq };
}
