import { join } from 'node:path';
import { type Accounts, accountsIn } from './accounts.ts';
import { type Announcements, announcementsIn } from './announcements.ts';
import { type Database, openDatabase, unusable } from './database.ts';
import { type Mails, mailsIn } from './mails.ts';
import { type Orders, ordersIn } from './orders.ts';
import { type PaymentStates, paymentsIn } from './payments.ts';
import { type Pictures, picturesIn } from './pictures.ts';
import { type Refunds, refundsIn } from './refunds.ts';
import { type Sessions, sessionsIn } from './sessions.ts';
import { type Timeline, timelineIn } from './timeline.ts';

/** Everything of the shop that survives a restart, in one file. */
export interface Store {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly pictures: Pictures;
  readonly orders: Orders;
  readonly payments: PaymentStates;
  readonly refunds: Refunds;
  readonly mails: Mails;
  readonly timeline: Timeline;
  readonly announcements: Announcements;
  /** All that `work` writes, or, if it throws or the process ends, nothing of it. */
  atomically<T>(work: () => T): T;
  close(): void;
}

/** @throws `IntegrationError` `config_invalid` when the folder is of no use, saying why. */
export function openStore(folder: string): Store {
  try {
    return storeIn(openDatabase(join(folder, 'shop.sqlite')));
  } catch (error) {
    throw unusable(folder, error);
  }
}

function storeIn(database: Database): Store {
  return {
    accounts: accountsIn(database),
    sessions: sessionsIn(database),
    pictures: picturesIn(database),
    orders: ordersIn(database),
    payments: paymentsIn(database),
    refunds: refundsIn(database),
    mails: mailsIn(database),
    timeline: timelineIn(database),
    announcements: announcementsIn(database),
    atomically(work) {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => database.close(),
  };
}
