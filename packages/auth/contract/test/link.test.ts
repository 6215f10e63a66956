import { describe, expect, it } from 'vitest';
import { decideLink, type LinkableAccount, type LinkDecision, type LinkQuestion } from '../src/index.ts';

const key = { issuer: 'https://id.test', subject: 'ada' };
const proved = { address: 'ada@example.com', verified: true, authority: 'mailbox_provider' } as const;
const account = (more: Partial<LinkableAccount> = {}): LinkableAccount => ({
  id: 'a1',
  email: 'ada@example.com',
  emailVerified: true,
  identities: [],
  ...more,
});
const own = account({ identities: [key] });
const other = account({ id: 'a2', email: 'bob@example.com' });
const allowed = { linkByEmail: true };

type Row = readonly [what: string, question: Partial<LinkQuestion>, decision: LinkDecision];

const prove = (why: Extract<LinkDecision, { action: 'prove_account' }>['why']): LinkDecision => ({
  action: 'prove_account',
  accountId: 'a1',
  why,
});
const refuse = (why: Extract<LinkDecision, { action: 'refuse' }>['why']): LinkDecision => ({
  action: 'refuse',
  why,
});

const rows: readonly Row[] = [
  ['somebody known', { accounts: [own] }, { action: 'sign_in', accountId: 'a1' }],
  [
    'somebody known, whose address another account has',
    { accounts: [account({ id: 'a2' }), own] },
    { action: 'sign_in', accountId: 'a1' },
  ],
  [
    'the same subject at another issuer',
    { accounts: [account({ identities: [{ ...key, issuer: 'https://id.test/' }] })] },
    prove('linking_not_allowed'),
  ],
  ['somebody new', { accounts: [] }, { action: 'create' }],
  ['somebody new beside others', { accounts: [other] }, { action: 'create' }],
  [
    'somebody new where none are made',
    { accounts: [], policy: { createAccounts: false } },
    refuse('accounts_are_not_created'),
  ],
  ['somebody new without an address', { identity: { key }, accounts: [account()] }, { action: 'create' }],
  ['a known address, by default', { accounts: [account()] }, prove('linking_not_allowed')],
  [
    'a known address, proved and allowed',
    { accounts: [account()], policy: allowed },
    { action: 'link', accountId: 'a1' },
  ],
  [
    'a known address in other case, proved and allowed',
    { accounts: [account({ email: 'Ada@Example.COM' })], policy: allowed },
    { action: 'link', accountId: 'a1' },
  ],
  [
    'an address that only looks alike (a Kelvin sign)',
    {
      identity: { key, email: { ...proved, address: '\u212A@example.com' } },
      accounts: [account({ email: 'k@example.com' })],
      policy: allowed,
    },
    { action: 'create' },
  ],
  [
    'a known address that nobody checked here',
    { accounts: [account({ emailVerified: false })], policy: allowed },
    prove('email_not_verified_here'),
  ],
  ...(['issuer_verified', 'issuer_asserted'] as const).map(
    (authority): Row => [
      `a known address on the word of ${authority}`,
      { identity: { key, email: { ...proved, authority } }, accounts: [account()], policy: allowed },
      prove('email_not_proved_by_issuer'),
    ],
  ),
  ...([false, 'unknown'] as const).map(
    (verified): Row => [
      `a known address whose verification is ${verified}`,
      { identity: { key, email: { ...proved, verified } }, accounts: [account()], policy: allowed },
      prove('email_not_proved_by_issuer'),
    ],
  ),
  [
    'an address that two accounts have',
    { accounts: [account(), account({ id: 'a2' })], policy: allowed },
    refuse('ambiguous_email'),
  ],
  [
    'a signed-in user who adds an identity',
    { accounts: [account()], linkTo: 'a1' },
    { action: 'link', accountId: 'a1' },
  ],
  [
    'a signed-in user who adds one of another address',
    { accounts: [other], linkTo: 'a2' },
    { action: 'link', accountId: 'a2' },
  ],
  [
    'a signed-in user who adds what is theirs already',
    { accounts: [own], linkTo: 'a1' },
    { action: 'sign_in', accountId: 'a1' },
  ],
  [
    'a signed-in user who adds what is another’s',
    { accounts: [own, other], linkTo: 'a2' },
    refuse('belongs_to_another_account'),
  ],
  ['a link to an account that is gone', { accounts: [own], linkTo: 'a9' }, refuse('no_such_account')],
];

describe('decideLink', () => {
  it.each(rows)('decides on %s', (_, question, decision) => {
    expect(decideLink({ identity: { key, email: proved }, accounts: [], ...question })).toEqual(decision);
  });
});
