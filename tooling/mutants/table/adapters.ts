import type { Mutant } from '../mutant.ts';

/** One guard or two of a category or an adapter: what core cannot guard for them. */
export const adapterMutants: readonly Mutant[] = [
  {
    name: 'stripe-key',
    guards: 'Every write to Stripe carries its idempotency key.',
    red: {
      'packages/payments/stripe/test/later-changes.test.ts': [
        'the whole call again under its key, after a crash between its steps > has no second effect and tells the same',
      ],
    },
  },
  {
    name: 'sendgrid-inbound-password',
    guards: 'A mail that comes in without the right password is a stranger’s.',
    red: {
      'packages/email/sendgrid/test/inbound.test.ts': [
        'a request of a stranger > with a token is refused',
        'a request of a stranger > with another password is refused',
        'a request of a stranger > with the password as name is refused',
      ],
    },
  },
  {
    name: 'sendgrid-events-tolerance',
    guards: 'A signed event that was recorded is refused when it comes again later.',
    red: {
      'packages/email/sendgrid/test/webhook.test.ts': [
        'a webhook signed by Node > is refused when it is from the future',
        'a webhook signed by Node > is refused when it is old',
      ],
    },
  },
  {
    name: 'auth-token-kind',
    guards: 'A token of one kind never counts as one of another.',
    red: {
      'packages/auth/oidc/test/tokens.test.ts': [
        'a verified access token > is checked again each time: expiry, audience, scopes and revocation',
        'an id token > is no access token for an API that has the application’s own name',
        'an id token > with the events of a logout token is none, whatever its type',
      ],
    },
  },
  {
    name: 'auth-link-by-email',
    guards: 'An account is linked by e-mail only on the word of who runs the mailbox.',
    red: {
      'packages/auth/contract/test/link.test.ts': [
        'decideLink > decides on a known address on the word of issuer_asserted',
        'decideLink > decides on a known address on the word of issuer_verified',
      ],
    },
  },
];
