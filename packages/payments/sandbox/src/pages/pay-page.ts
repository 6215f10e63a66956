import type { Page } from '@patchbay/core/pages';
import { type Html, html } from '@patchbay/core/pages';
import { formatMoney } from '@patchbay/payments';
import { type TestMethod, testMethods } from '../engine/cards.ts';
import type { CheckoutRecord, FailureRecord } from '../engine/records.ts';

/** What the pay page shows. */
export interface PayView {
  readonly checkout: CheckoutRecord;
  /** How the last try ended. */
  readonly failure: FailureRecord | undefined;
  /** The method of the last try: it is chosen again. */
  readonly methodId: string | undefined;
  /** `month`, where the payer subscribes. */
  readonly interval: string | undefined;
}

/** Where the payer chooses a test method and pays. */
export function payPage(view: PayView): Page {
  const { checkout } = view;
  const title = titles[checkout.mode];
  const body = html`
<div class="columns">
<section aria-labelledby="title">
<h1 id="title" class="label">${title}</h1>
${summary(view)}
</section>
<form method="post">
${view.failure === undefined ? undefined : alert(view.failure)}
${methodChoice(view.methodId ?? 'pm_success')}
<div class="actions">
<button type="submit">${buttonLabel(checkout)}</button>
<a href="${checkout.cancelUrl}">Cancel and go back</a>
</div>
</form>
</div>`;
  return { title, body, destinations: [checkout.successUrl] };
}

const titles = {
  payment: 'Pay',
  subscription: 'Subscribe',
  setup: 'Save a payment method',
} as const satisfies Record<CheckoutRecord['mode'], string>;

function buttonLabel({ mode, amount }: CheckoutRecord): string {
  if (amount === undefined) return 'Save this method';
  return mode === 'subscription' ? `Subscribe for ${formatMoney(amount)}` : `Pay ${formatMoney(amount)}`;
}

function summary({ checkout, interval }: PayView): Html {
  const { amount, items, reference } = checkout;
  if (amount === undefined)
    return html`<p>The method is kept for later payments. Nothing is charged now.</p>`;
  const rows = items.map(
    ({ name, unitAmount, quantity }) => html`
<tr><th scope="row">${name}${quantity > 1 ? html` <span class="quiet times">× ${quantity}</span>` : undefined}</th>
<td>${formatMoney({ minor: unitAmount.minor * quantity, currency: unitAmount.currency })}</td></tr>`,
  );
  return html`
<p class="amount">${formatMoney(amount)}${interval === undefined ? undefined : html` <small>each ${interval}</small>`}</p>
<table>
<tbody>${rows}</tbody>
<tfoot><tr><th scope="row">Total</th><td>${formatMoney(amount)}</td></tr></tfoot>
</table>
${reference === undefined ? undefined : html`<p class="quiet">Reference ${reference}</p>`}`;
}

function alert({ message }: FailureRecord): Html {
  return html`<p class="alert" role="alert">${message} Choose another method or try again.</p>`;
}

const common: ReadonlySet<string> = new Set([
  'pm_success',
  'pm_authenticate',
  'pm_processing',
  'pm_declined',
  'pm_insufficient_funds',
  'pm_expired_card',
]);

function methodChoice(chosenId: string): Html {
  const rare = testMethods.filter(({ id }) => !common.has(id));
  const isRareChosen = rare.some(({ id }) => id === chosenId);
  const choices = (methods: readonly TestMethod[]): readonly Html[] =>
    methods.map((method) => choice(method, method.id === chosenId));
  return html`
<fieldset>
<legend>Test payment method</legend>
<div class="choices">${choices(testMethods.filter(({ id }) => common.has(id)))}</div>
</fieldset>
<details${isRareChosen ? html` open` : undefined}>
<summary>${rare.length} more test methods</summary>
<fieldset>
<legend>What else a bank may do</legend>
<div class="choices">${choices(rare)}</div>
</fieldset>
</details>`;
}

function choice({ id, label, hint, last4 }: TestMethod, isChosen: boolean): Html {
  return html`
<label class="choice">
<input type="radio" name="method" value="${id}" required${isChosen ? html` checked` : undefined}>
<span>${label}</span><span class="number">•••• ${last4}</span>
<span class="hint">${hint}</span>
</label>`;
}
