import type { NextAction } from '@patchbay/payments';
import type { Payer } from '@patchbay/payments/conformance';
import type { StripeFake } from '@patchbay/payments-stripe/fake';

const cards = { success: '4242424242424242', declined: '4000000000000002' } as const;

/** A payer in a browser without scripts, in front of the fake's pages. */
export function toPayer(fake: StripeFake, origin: string): Payer {
  return {
    authenticate: async (action, verdict) => {
      const page = challengeOf(action, origin);
      await open(page);
      return submit(page, { outcome: verdict === 'approve' ? 'approve' : 'fail' });
    },
    pay: async (checkoutUrl, card) => {
      await open(checkoutUrl);
      return submit(checkoutUrl, { email: 'grace@example.com', card: cards[card] });
    },
    finishProcessing: async (id, verdict) => fake.finishProcessing(id, verdict),
    renew: async (id) => fake.advanceSubscription(id),
  };
}

/** The page behind a redirect, or the one that Stripe's library would open for a client secret. */
function challengeOf(action: NextAction, origin: string): string {
  if (action.type === 'redirect') return action.url;
  if (action.type === 'client_sdk') return `${origin}/3ds/${action.token.split('_secret_')[0]}`;
  throw new Error(`There is no page behind a next action of type ${action.type}.`);
}

async function open(page: string): Promise<void> {
  const response = await fetch(page);
  const text = await response.text();
  if (response.status !== 200 || !text.includes('<form'))
    throw new Error(`${page} shows no form: ${response.status}`);
}

/** Where the payer ends up: the page itself, or where it sends the payer. */
async function submit(page: string, form: Readonly<Record<string, string>>): Promise<string> {
  const response = await fetch(page, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
  await response.text();
  return response.headers.get('location') ?? page;
}
