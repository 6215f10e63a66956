import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import { deviceCodePage, devicePage, type FormTarget } from './device-pages.ts';
import { noticePage, show } from './layout.ts';
import { signOutPage } from './sign-out-page.ts';

/** What went wrong, where no application can be told. */
export async function showError(context: KoaContextWithOIDC, out: ErrorOut): Promise<void> {
  const { error, error_description: description = error } = out;
  await show(context, noticePage('That did not work', `${description}.`, context.status));
}

/** What no page and no endpoint answered. */
export async function showMissing(context: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  await next();
  if (context.status !== 404 || context.body !== undefined) return;
  await show(context, noticePage('Not found', 'There is nothing under this address.', 404));
}

/** Asks for the code that a device shows, once more when there is none like it. */
export async function askDeviceCode(
  context: KoaContextWithOIDC,
  _form: string,
  out?: ErrorOut,
  error?: Error & { readonly userCode?: unknown },
): Promise<void> {
  const { status } = context;
  const typed = typeof error?.userCode === 'string' ? error.userCode : '';
  const alert = error === undefined ? undefined : alertOf(error, out);
  await show(context, deviceCodePage(targetOf(context), typed, alert));
  context.status = status === 404 ? 200 : status; // Koa begins with 404
}

function alertOf({ name }: Error, out: ErrorOut | undefined): string {
  return alerts[name] ?? out?.error_description ?? 'That did not work.';
}

const alerts: Readonly<Record<string, string | undefined>> = {
  AbortedError: 'You said no. The device is told.',
  AlreadyUsedError: 'This code was used before.',
  ExpiredError: 'This code is too old. Start again on the device.',
  NoCodeError: 'Type the code that the device shows.',
  NotFoundError: 'There is no such code.',
};

/** Asks whether it is the code on the device. */
export async function confirmDevice(
  context: KoaContextWithOIDC,
  _form: string,
  _client: unknown,
  _device: unknown,
  userCode: string,
): Promise<void> {
  const { user_code: typed } = context.oidc.params ?? {};
  await show(context, devicePage(targetOf(context), String(typed), userCode));
}

/** The device is told. */
export async function showDeviceDone(context: KoaContextWithOIDC): Promise<void> {
  await show(context, noticePage('You are signed in', 'Go on at the device; this page can be closed.'));
}

/** Signs out at once whom the application names, and asks otherwise. */
export async function confirmSignOut(
  context: KoaContextWithOIDC,
  endGrant: (grantId: string) => void,
): Promise<void> {
  const { session, entities } = context.oidc;
  if (session === undefined || entities.IdTokenHint?.payload['sub'] !== session.accountId) {
    const destination = textOf(session?.state?.['postLogoutRedirectUri']);
    const target = targetOf(context, 'end_session_confirm');
    return show(context, signOutPage(target, destination === undefined ? [] : [destination]));
  }
  for (const { grantId, persistsLogout } of Object.values(session.authorizations ?? {})) {
    if (grantId !== undefined && persistsLogout !== true) endGrant(grantId);
  }
  await session.destroy();
  goOn(context);
}

/** Where oidc-provider would have a script send a form: a sign-out of nobody, and a link with a device's code. */
export async function showWithoutScripts(
  context: KoaContextWithOIDC,
  next: () => Promise<void>,
): Promise<void> {
  await next();
  const { oidc, status, method } = context;
  if (oidc?.route === undefined || status !== 200 || method !== 'GET') return;
  if (oidc.route === 'end_session' && oidc.session?.accountId === undefined) goOn(context);
  const { user_code: code } = oidc.params ?? {};
  if (oidc.route === 'code_verification' && typeof code === 'string') {
    await show(context, deviceCodePage(targetOf(context), code, undefined));
  }
}

/** Nowhere to go on to. */
export async function showSignedOut(context: KoaContextWithOIDC): Promise<void> {
  await show(context, noticePage('You are signed out', 'This page can be closed.'));
}

function goOn(context: KoaContextWithOIDC): void {
  const { postLogoutRedirectUri, state } = context.oidc.session?.state ?? {};
  const url = new URL(textOf(postLogoutRedirectUri) ?? context.oidc.urlFor('end_session_success'));
  if (typeof state === 'string') url.searchParams.set('state', state);
  context.redirect(url.href);
  context.status = 303;
}

function targetOf({ oidc }: KoaContextWithOIDC, route = 'code_verification'): FormTarget {
  return { action: oidc.urlFor(route), proof: String(oidc.session?.state?.['secret']) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
