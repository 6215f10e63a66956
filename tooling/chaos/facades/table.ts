import { officeAccount } from '../vendors/office.ts';
import { sendgridAccount } from '../vendors/sendgrid.ts';
import { stripeAccount } from '../vendors/stripe.ts';
import type { FacadeRow } from './facade.ts';
import { openOffice, openSendgrid, openStripe } from './subjects.ts';

const minuteMs = 60_000;

const stripe = {
  category: 'payments',
  operations: ['create', 'refund'],
  honoursKeys: true,
  storesErrors: true,
  hasEvents: false,
  longestDelayMs: 4 * minuteMs,
  longestJumpMs: 60 * minuteMs,
  canFind: false,
  account: stripeAccount,
} as const;

const sendgrid = {
  category: 'email',
  operations: ['create'],
  honoursKeys: false,
  storesErrors: false,
  hasEvents: false,
  longestDelayMs: 4 * minuteMs,
  longestJumpMs: 60 * minuteMs,
  mayOutlive: true,
  canFind: false,
  account: sendgridAccount,
} as const;

/** That nothing is there counts 5 minutes after a call: no request is under way for so long, and clocks differ less. */
const asked = { canFind: true, longestDelayMs: 3 * minuteMs, longestJumpMs: 15_000 } as const;

const office = {
  category: 'post',
  operations: ['create'],
  honoursKeys: false,
  storesErrors: false,
  hasEvents: true,
  mayOutlive: true,
  ...asked,
  account: officeAccount,
} as const;

const alone = { accounts: 1, hasLedger: false } as const;
const group = { accounts: 2, hasLedger: false } as const;
const keptAlone = { accounts: 1, hasLedger: true } as const;
const keptGroup = { accounts: 2, hasLedger: true } as const;

/** The facades under test. Without a ledger a key lives as long as the vendor remembers it. */
export const facades = {
  stripe: { ...stripe, ...alone, mayOutlive: false, open: openStripe },
  'stripe-group': { ...stripe, ...group, mayOutlive: false, open: openStripe },
  'stripe-ledger': { ...stripe, ...asked, ...keptAlone, mayOutlive: true, open: openStripe },
  'stripe-group-ledger': { ...stripe, ...asked, ...keptGroup, mayOutlive: true, open: openStripe },
  sendgrid: { ...sendgrid, ...alone, isKeyless: true, open: openSendgrid },
  'sendgrid-ledger': { ...sendgrid, ...keptAlone, open: openSendgrid },
  'sendgrid-group': { ...sendgrid, ...keptGroup, open: openSendgrid },
  office: { ...office, ...keptAlone, open: openOffice },
  'office-group': { ...office, ...keptGroup, open: openOffice },
} as const satisfies Record<string, FacadeRow>;

export type FacadeName = keyof typeof facades;

/** Whether there is such a facade. */
export function isFacadeName(name: string): name is FacadeName {
  return Object.hasOwn(facades, name);
}
