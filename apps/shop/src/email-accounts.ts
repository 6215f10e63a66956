import { join } from 'node:path';
import { failover } from '@patchbay/core/failover';
import type { ConfigEntry } from '@patchbay/core/node';
import { email } from '@patchbay/email';
import type { ShopEmail, ShopState } from './requirements.ts';

/** Two accounts, by the names that they are configured by: `EMAIL_MAIN_PROVIDER`, `EMAIL_SECOND_PROVIDER`. */
interface EmailAccounts {
  readonly main: ShopEmail;
  readonly second: ShopEmail;
}

/**
 * Email as the shop holds it: one account, or two as one. A mail goes to the second only when the first certainly did
 * not take it. Which account has which mail is remembered in the state, over restarts.
 */
export function joinAccounts(connected: ShopEmail | EmailAccounts, state: ShopState): ShopEmail {
  if (!('second' in connected)) return connected;
  const { main, second } = connected;
  return failover(email, [main, second], { memory: state.keyMemory('email:') });
}

/** What holds for one account, made to hold for two. */
export function accountDefaults(one: ConfigEntry, dataFolder: string): Readonly<Record<string, ConfigEntry>> {
  const main = { ...one, policy: leftAloneSoon };
  return { main, second: { ...main, options: { ...one.options, root: join(dataFolder, 'email-second') } } };
}

/**
 * A mail whose answer was lost stays where it is, but those after it need not meet the same fault: as there is another
 * account, one that fails is left alone for a minute, even where one mail is all that it was asked lately.
 */
const leftAloneSoon = {
  breaker: { minimumCalls: 1, openMs: 60_000 },
} as const satisfies ConfigEntry['policy'];
