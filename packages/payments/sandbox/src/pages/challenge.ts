import { redirectTo } from '@patchbay/core/pages';
import { answerChallenge } from '../engine/charge.ts';
import type { Desk } from '../engine/desk.ts';
import type { CheckoutRecord, PaymentRecord, SetupRecord } from '../engine/records.ts';
import type { Sandbox } from '../engine/sandbox.ts';
import { answerSetupChallenge } from '../engine/setups.ts';
import { challengePage } from './challenge-page.ts';
import { toResponse } from './layout.ts';
import { noticePage } from './notice-page.ts';
import { successUrlOf } from './pay.ts';

/** `GET /3ds/:id`, for a payment or the saving of a method. */
export async function showChallenge(sandbox: Sandbox, id: string): Promise<Response> {
  const view = await sandbox.look((desk) => viewOf(desk, id));
  if (view.record.status === 'requires_action')
    return toResponse(challengePage(view.record, view.destinations));
  return onward(view);
}

/** `POST /3ds/:id`: a form with the verdict. Sent twice, the first one counts. */
export async function answerChallengePage(
  sandbox: Sandbox,
  id: string,
  form: URLSearchParams,
): Promise<Response> {
  const verdict = form.get('verdict');
  if (verdict !== 'approve' && verdict !== 'refuse') return showChallenge(sandbox, id);
  return onward(
    await sandbox.look((desk) => {
      const { record } = viewOf(desk, id);
      if (record.kind === 'payment') answerChallenge(desk, record, verdict);
      else answerSetupChallenge(desk, record, verdict);
      return viewOf(desk, id);
    }),
  );
}

interface View {
  readonly record: PaymentRecord | SetupRecord;
  readonly checkout: CheckoutRecord | undefined;
  readonly destinations: readonly string[];
}

function viewOf({ ledger }: Desk, id: string): View {
  const record = ledger.find('setup', id) ?? ledger.get('payment', id);
  const checkout = ledger.find('checkout', record.checkoutId);
  const destinations = [record.returnUrl, checkout?.successUrl, checkout?.url].filter(
    (url) => url !== undefined,
  );
  return { record, checkout, destinations };
}

/** Back to where the payer came from: the hosted page, the shop, or nowhere. */
function onward({ record, checkout }: View): Response {
  if (checkout !== undefined)
    return redirectTo(checkout.status === 'complete' ? successUrlOf(checkout) : checkout.url);
  if (record.returnUrl !== undefined) return redirectTo(record.returnUrl);
  const text = record.status === 'failed' ? 'Your answer was no.' : 'Your bank has your answer.';
  return toResponse(noticePage('You may close this page', text));
}
