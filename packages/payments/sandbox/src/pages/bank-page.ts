import type { Page } from '@patchbay/core/pages';
import { html } from '@patchbay/core/pages';
import { formatMoney } from '@patchbay/payments';
import type { CheckoutRecord, PaymentRecord } from '../engine/records.ts';

/** A payment that is processing: whoever looks again may answer for the bank. */
export function bankPage(payment: PaymentRecord, backUrl: CheckoutRecord['successUrl']): Page {
  const title = 'The bank is still working on it';
  const body = html`
<section class="sheet" aria-labelledby="title">
<p class="label">Test bank</p>
<h1 id="title">${title}</h1>
<p>Answer for the bank: does the payment of <strong>${formatMoney(payment.amount)}</strong> go through?</p>
<form method="post" class="actions">
<button type="submit" name="verdict" value="succeeded">It goes through</button>
<button type="submit" name="verdict" value="failed" class="second">It fails</button>
<a href="${backUrl}">Go back to the shop</a>
</form>
</section>`;
  return { title, body };
}
