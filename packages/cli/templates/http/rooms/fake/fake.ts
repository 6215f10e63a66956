// only: webhooks
import { emit, newAccount } from './account.ts';
// only: storage auth no-webhooks
import { newAccount } from './account.ts';
// all
import { answer } from './answer.ts';
import type { AcmeFake, AcmeFakeOptions } from './types.ts';

/**
 * A strict fake of Acme's wire protocol. It refuses what Acme refuses, and keeps books that a test can read.
 * @example
 * await using server = await serve(acmeFake()); // `serve` of @patchbay/testing/node
 * const payments = acmePayments({ ...options, baseUrl: server.url });
 */
export function acmeFake(options: AcmeFakeOptions = {}): AcmeFake {
  let account = newAccount(options);
  return {
    handle: (request) => answer(account, request),
    get log() {
      return account.log;
    },
    get books() {
      return account.books;
    },
    // only: webhooks
    get events() {
      return account.events;
    },
    emit: (type, data) => emit(account, type, data),
    // all
    fail: (failure) => void account.failures.push(failure),
    reset() {
      account = newAccount(options);
    },
  };
}
