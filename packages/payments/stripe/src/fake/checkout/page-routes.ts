import type { Account } from '../account.ts';
import { methodNumbered } from '../payments/cards.ts';
import { finishAuthentication } from '../payments/payment-flow.ts';
import { finishSetup } from '../payments/setup-flow.ts';
import { Rejection } from '../protocol/errors.ts';
import { submitCheckout, successUrl } from './completion.ts';
import { challengePage, checkoutPage, messagePage } from './pages.ts';
import { expireIfDue, linesOf } from './sessions.ts';

/** Answers a hosted page, or undefined if the path is none. */
export async function answerPage(
  account: Account,
  request: Request,
  publicUrl: string | undefined,
): Promise<Response | undefined> {
  const url = new URL(request.url);
  const [, checkoutId] = /^\/c\/pay\/([^/]+)$/.exec(url.pathname) ?? [];
  const [, challengeId] = /^\/3ds\/([^/]+)$/.exec(url.pathname) ?? [];
  const id = checkoutId ?? challengeId;
  if (id === undefined) return undefined;
  if (request.method !== 'GET' && request.method !== 'POST')
    return html(405, messagePage('Not allowed', 'Use GET or POST.'));
  const form = request.method === 'POST' ? new URLSearchParams(await request.text()) : undefined;
  account.request = { origin: publicUrl ?? url.origin };
  try {
    return checkoutId === undefined
      ? challenge(account, id, form)
      : checkout(account, id, form, url.searchParams);
  } finally {
    account.request = undefined;
  }
}

function checkout(
  account: Account,
  id: string,
  form: URLSearchParams | undefined,
  query: URLSearchParams,
): Response {
  const session = account.tables.sessions.get(id);
  if (session === undefined)
    return html(404, messagePage('Page not found', 'There is no such Checkout Session.'));
  expireIfDue(account, session);
  const lines = linesOf(account, id);
  if (session.status === 'complete') {
    if (query.has('redirect_status')) return redirect(successUrl(session));
    return html(200, messagePage('All done', 'This Checkout Session is complete.'));
  }
  if (session.status !== 'open')
    return html(200, messagePage('Too late', 'This Checkout Session has expired.'));
  if (form === undefined) {
    const failed = query.get('redirect_status') === 'failed';
    return html(
      200,
      checkoutPage(session, lines, failed ? 'We are unable to authenticate your payment method.' : undefined),
    );
  }
  const typed = form.get('number') ?? '';
  const chosen = methodNumbered(typed === '' ? (form.get('card') ?? '') : typed);
  if (chosen === undefined) return html(200, checkoutPage(session, lines, 'Your card number is incorrect.'));
  const submission = submitCheckout(account, session, chosen, form.get('email') ?? '');
  return 'redirect' in submission
    ? redirect(submission.redirect)
    : html(200, checkoutPage(session, lines, submission.problem));
}

function challenge(account: Account, id: string, form: URLSearchParams | undefined): Response {
  const payment = account.tables.paymentIntents.get(id);
  const intent = payment ?? account.tables.setupIntents.get(id);
  if (intent === undefined)
    return html(404, messagePage('Page not found', 'There is nothing to approve here.'));
  if (intent.status !== 'requires_action')
    return html(200, messagePage('All done', 'There is nothing to approve any more.'));
  if (form === undefined) return html(200, challengePage(id));
  const outcome = form.get('outcome');
  if (outcome !== 'approve' && outcome !== 'fail')
    return html(200, challengePage(id, 'Choose one of the two.'));
  const returnUrl = account.secrets.pending.get(id)?.returnUrl;
  const failed = attempt(() => {
    if (payment !== undefined) finishAuthentication(account, payment, outcome === 'approve');
    const setup = account.tables.setupIntents.get(id);
    if (setup !== undefined) finishSetup(account, setup, outcome === 'approve');
  });
  if (returnUrl === undefined) return html(200, messagePage('All done', 'You can go back to the shop.'));
  const target = new URL(returnUrl);
  const kind = payment === undefined ? 'setup_intent' : 'payment_intent';
  target.searchParams.set(kind, id);
  target.searchParams.set(`${kind}_client_secret`, intent.client_secret ?? '');
  target.searchParams.set('redirect_status', failed ? 'failed' : 'succeeded');
  return redirect(target.href);
}

/** True if the bank said no after all. */
function attempt(work: () => void): boolean {
  try {
    work();
    return false;
  } catch (error) {
    if (error instanceof Rejection) return true;
    throw error;
  }
}

function html(status: number, body: string): Response {
  return new Response(body, { status, headers: { 'content-type': 'text/html; charset=utf-8' } });
}

function redirect(location: string): Response {
  return new Response(null, { status: 303, headers: { location } });
}
