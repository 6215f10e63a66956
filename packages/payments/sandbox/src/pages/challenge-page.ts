import type { Page } from '@patchbay/core/pages';
import { html } from '@patchbay/core/pages';
import { formatMoney } from '@patchbay/payments';
import type { PaymentRecord, SetupRecord } from '../engine/records.ts';

/** 3-D Secure: the payer's bank asks whether it is really them. `destinations`: where both answers lead. */
export function challengePage(record: PaymentRecord | SetupRecord, destinations: readonly string[]): Page {
  const title = 'Is it you?';
  const what =
    record.kind === 'payment'
      ? html`a payment of <strong>${formatMoney(record.amount)}</strong>`
      : html`saving your payment method`;
  const body = html`
<section class="sheet" aria-labelledby="title">
<p class="label">Test bank · 3-D Secure</p>
<h1 id="title">${title}</h1>
<p>Your bank asks you to approve ${what}.</p>
<form method="post" class="actions">
<button type="submit" name="verdict" value="approve">Approve</button>
<button type="submit" name="verdict" value="refuse" class="second">Refuse</button>
</form>
</section>`;
  return { title, body, destinations };
}
