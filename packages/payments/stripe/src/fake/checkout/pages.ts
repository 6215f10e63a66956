import type Stripe from 'stripe';
import { testMethods } from '../payments/cards.ts';
import { format } from '../payments/money.ts';
import type { WireLineItem } from '../protocol/wire.ts';

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 30rem; margin: 3rem auto; padding: 0 1rem; }
  h1 { font-size: 1.25rem; } small { opacity: .7; }
  ul, fieldset { list-style: none; padding: 0; margin: 0 0 1rem; border: 0; }
  li { display: flex; justify-content: space-between; }
  label { display: block; padding: .2rem 0; }
  input[type=text], input[type=email] { width: 100%; padding: .5rem; box-sizing: border-box; font: inherit; }
  button { padding: .6rem 1.2rem; font: inherit; }
  [role=alert] { border: 1px solid #c22; border-radius: .3rem; padding: .5rem .75rem; }`;

/** Checkout's hosted page: a plain form, made to be used by people and by tests without scripts. */
export function checkoutPage(
  session: Stripe.Checkout.Session,
  lines: readonly WireLineItem[],
  problem?: string,
): string {
  const total = session.amount_total ?? 0;
  const code = session.currency ?? 'usd';
  const verb = session.mode === 'setup' ? 'Save' : session.mode === 'subscription' ? 'Subscribe' : 'Pay';
  const items = lines.map(
    (line) =>
      `<li><span>${escape(`${line.quantity ?? 1} × ${line.description ?? ''}`)}</span> <span>${escape(format(line.amount_total, code))}</span></li>`,
  );
  return page(
    `${verb} – Checkout (fake)`,
    `<h1>${verb}${session.mode === 'setup' ? ' a card' : ` ${escape(format(total, code))}`}</h1>
<p><small>A fake of Stripe Checkout. No card is charged.</small></p>
${problem === undefined ? '' : `<p role="alert">${escape(problem)}</p>`}
<ul>${items.join('')}</ul>
<form method="post" action="/c/pay/${escape(session.id)}">
<label>Email <input type="email" name="email" value="${escape(session.customer_email ?? '')}"></label>
<fieldset><legend>Test card</legend>
${testMethods.map(cardChoice).join('\n')}
</fieldset>
<label>Another card number <input type="text" name="number" inputmode="numeric" autocomplete="off"></label>
<p><button type="submit">${verb}</button>
${session.cancel_url === null ? '' : `<a href="${escape(session.cancel_url)}">Cancel</a>`}</p>
</form>`,
  );
}

/** The cardholder's bank asks for approval. */
export function challengePage(id: string, problem?: string): string {
  return page(
    '3-D Secure (fake)',
    `<h1>Your bank asks: is it you?</h1>
${problem === undefined ? '' : `<p role="alert">${escape(problem)}</p>`}
<form method="post" action="/3ds/${escape(id)}">
<button type="submit" name="outcome" value="approve">Approve</button>
<button type="submit" name="outcome" value="fail">Fail</button>
</form>`,
  );
}

export function messagePage(title: string, message: string): string {
  return page(title, `<h1>${escape(title)}</h1><p>${escape(message)}</p>`);
}

function cardChoice(
  { number, label }: { readonly number: string; readonly label: string },
  index: number,
): string {
  const checked = index === 0 ? ' checked' : '';
  return `<label><input type="radio" name="card" value="${number}"${checked}> ${escape(label)} <small>${number}</small></label>`;
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title><style>${style}
</style></head><body>
${body}
</body></html>`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
