import { type SuppressionReason, sameMailbox } from '@patchbay/email';
import { Collection } from './collection.ts';
import { idOf } from './ids.ts';
import { type SuppressionRecord, suppressionRecord } from './records.ts';
import { OutboxError } from './refusal.ts';
import type { Shelf } from './shelf.ts';

/** Which part of a list is asked for. */
export interface PageRequest {
  readonly cursor: string | undefined;
  readonly limit: number | undefined;
}

/** One page of suppressions. */
export interface SuppressionPage {
  readonly items: readonly SuppressionRecord[];
  readonly next?: string;
}

const defaultPage = 100;

/** The addresses that are not sent to: one entry for each address and reason. */
export class Suppressions {
  readonly #entries: Collection<SuppressionRecord>;

  constructor(shelf: Shelf) {
    this.#entries = new Collection(shelf, 'suppressions', suppressionRecord);
  }

  /** Newest first. */
  async list(reason?: SuppressionReason): Promise<readonly SuppressionRecord[]> {
    const all = await this.#entries.all();
    return all.filter((entry) => reason === undefined || entry.reason === reason).toReversed();
  }

  /** @throws `OutboxError` `invalid_parameter` for a cursor that nobody handed out. */
  async page(reason: SuppressionReason | undefined, page: PageRequest): Promise<SuppressionPage> {
    const { cursor, limit = defaultPage } = page;
    const all = await this.list(reason);
    const start = cursor === undefined ? 0 : all.findIndex(({ id }) => id === cursor) + 1;
    if (cursor !== undefined && start === 0)
      throw new OutboxError('invalid_parameter', 'The cursor is not one of this list.');
    const items = all.slice(start, start + limit);
    const last = items.at(-1);
    return { items, ...(start + limit < all.length && last !== undefined && { next: last.id }) };
  }

  /** Why an address is not sent to; empty where it is. */
  async of(email: string): Promise<readonly SuppressionRecord[]> {
    const mailbox = sameMailbox(email);
    return (await this.list()).filter((entry) => sameMailbox(entry.email) === mailbox);
  }

  async add(email: string, reason: SuppressionReason, now: number, detail?: string): Promise<void> {
    await this.#entries.all(); // for the number of the newest
    await this.#entries.add({
      id: await suppressionId(email, reason),
      createdAt: now,
      sequence: this.#entries.next(),
      email,
      reason,
      ...(detail !== undefined && { detail }),
    });
  }

  /** Removes one reason, or all of them. */
  async remove(email: string, reason?: SuppressionReason): Promise<void> {
    for (const entry of await this.of(email))
      if (reason === undefined || entry.reason === reason) await this.#entries.remove(entry.id);
  }
}

function suppressionId(email: string, reason: SuppressionReason): Promise<string> {
  return idOf('suppression', `${reason} ${sameMailbox(email)}`);
}
