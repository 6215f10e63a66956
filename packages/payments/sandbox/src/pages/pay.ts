import { type Page, redirectTo } from '@patchbay/core/pages';
import { testMethodOf } from '../engine/cards.ts';
import { finishPayment } from '../engine/charge.ts';
import { payCheckout } from '../engine/checkouts.ts';
import type { Desk } from '../engine/desk.ts';
import type { CheckoutRecord, PaymentRecord, SetupRecord } from '../engine/records.ts';
import type { Sandbox } from '../engine/sandbox.ts';
import { bankPage } from './bank-page.ts';
import { toResponse } from './layout.ts';
import { noticePage } from './notice-page.ts';
import { payPage } from './pay-page.ts';

/** `GET /pay/:id` */
export async function showPay(sandbox: Sandbox, id: string): Promise<Response> {
  return toAnswer(await sandbox.look((desk) => viewOf(desk, desk.ledger.get('checkout', id))));
}

/** `POST /pay/:id`: a form with the chosen method. Sent twice, it pays once. */
export async function pay(sandbox: Sandbox, id: string, form: URLSearchParams): Promise<Response> {
  const verdict = form.get('verdict');
  if (verdict === 'succeeded' || verdict === 'failed') return answerForBank(sandbox, id, verdict);
  const methodId = form.get('method') ?? '';
  if (testMethodOf(methodId) === undefined) return showPay(sandbox, id);
  const view = await sandbox.look((desk) => viewOf(desk, payCheckout(desk, id, methodId)));
  return view.checkout.status === 'complete' ? redirectTo(successUrlOf(view.checkout)) : toAnswer(view);
}

/** Where the payer comes back to, with the checkout's id in its place. */
export function successUrlOf({ successUrl, id }: CheckoutRecord): string {
  return successUrl.replaceAll('{CHECKOUT_ID}', id).replaceAll('%7BCHECKOUT_ID%7D', id);
}

async function answerForBank(
  sandbox: Sandbox,
  id: string,
  verdict: 'succeeded' | 'failed',
): Promise<Response> {
  const view = await sandbox.look((desk) => {
    const checkout = desk.ledger.get('checkout', id);
    const payment = desk.ledger.find('payment', checkout.paymentId);
    if (payment?.status === 'processing') finishPayment(desk, payment, verdict);
    return viewOf(desk, checkout);
  });
  return toAnswer(view);
}

interface View {
  readonly checkout: CheckoutRecord;
  /** What the page led to so far. */
  readonly last: PaymentRecord | SetupRecord | undefined;
  readonly interval: string | undefined;
}

function viewOf({ ledger, plans }: Desk, checkout: CheckoutRecord): View {
  const { paymentId, setupId, planId } = checkout;
  const last = ledger.find('payment', paymentId) ?? ledger.find('setup', setupId);
  return { checkout, last, interval: plans.find((plan) => plan.id === planId)?.interval };
}

function toAnswer(view: View): Response {
  const { actionUrl } = view.last ?? {};
  const isOpen = view.checkout.status === 'open';
  return isOpen && actionUrl !== undefined ? redirectTo(actionUrl) : toResponse(toPage(view));
}

function toPage({ checkout, last, interval }: View): Page {
  switch (checkout.status) {
    case 'open':
      return payPage({ checkout, interval, failure: last?.failure, methodId: last?.paymentMethodId });
    case 'complete': {
      const backUrl = successUrlOf(checkout);
      if (last?.kind === 'payment' && last.status === 'processing') return bankPage(last, backUrl);
      return noticePage('Done', 'There is nothing left to do on this page.', { backUrl });
    }
    case 'expired': {
      const options = { status: 410, backUrl: checkout.cancelUrl };
      return noticePage('Too late', 'This page has expired. Nothing was charged.', options);
    }
  }
}
