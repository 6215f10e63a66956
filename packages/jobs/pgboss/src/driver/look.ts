import { type Call, DriverFailure, type Page } from '@patchbay/core';
import type { DeadJob, Job, JobInput, QueueInput, QueueStats } from '@patchbay/jobs';
import type { Row } from '../client/database.ts';
import type { Bound, Transactions } from '../client/transact.ts';
import { fromDead, fromJob, fromStats } from './rows.ts';
import type { Statements } from './statements.ts';
import { toUuid } from './uuid.ts';

const mostDeadPerPage = 100;

/** What only looks: one statement each, which waits for nobody. */
export class Looks {
  readonly #transactions: Transactions;
  readonly #statements: Statements;

  constructor(transactions: Transactions, statements: Statements) {
    this.#transactions = transactions;
    this.#statements = statements;
  }

  async get({ queue, id }: JobInput, bound: Bound): Promise<Job | undefined> {
    const uuid = await toUuid(queue, id);
    return fromJob(queue, await this.#transactions.look(bound, this.#statements.get, [queue, uuid]));
  }

  /**
   * What a claim would find: jobs whose time has come, and such whose lease has ended. Most of a worker's find neither.
   */
  async claimable(
    { queue }: QueueInput,
    bound: Bound,
  ): Promise<{ readonly hasDue: boolean; readonly hasLapsed: boolean }> {
    const [row] = await this.#transactions.look(bound, this.#statements.claimable, [queue]);
    return { hasDue: row?.['has_due'] === true, hasLapsed: row?.['has_lapsed'] === true };
  }

  /** Counted now: the engine's own counts are up to a minute old. */
  async stats({ queue }: QueueInput, bound: Bound): Promise<QueueStats> {
    return fromStats(await this.#transactions.look(bound, this.#statements.stats, [queue]));
  }

  async dead({ queue }: QueueInput, call: Call): Promise<Page<DeadJob>> {
    const size = Math.min(call.limit ?? mostDeadPerPage, mostDeadPerPage);
    const values = [queue, ...toPlace(call.cursor), size + 1];
    const rows = await this.#transactions.look(call, this.#statements.dead, values);
    const shown = rows.slice(0, size);
    const last = shown.at(-1);
    return {
      items: fromDead(queue, shown),
      ...(last !== undefined && rows.length > size && { next: toCursor(last) }),
    };
  }
}

function toCursor(row: Row): string {
  return `${String(row['died_at'])}.${String(row['id'])}`;
}

function toPlace(cursor: string | undefined): readonly (string | null)[] {
  if (cursor === undefined) return [null, null];
  const [, diedAt, uuid] = /^(\d{1,18})\.([0-9a-f-]{36})$/.exec(cursor) ?? [];
  if (diedAt !== undefined && uuid !== undefined) return [diedAt, uuid];
  throw new DriverFailure({
    code: 'invalid_request',
    message: 'This cursor is not from a list of dead jobs.',
  });
}
