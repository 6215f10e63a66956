import { apiVersion } from '../account.ts';
import { invalidRequest, Rejection } from './errors.ts';

const versionForm = /^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/;

/** Checks the API key, as Bearer token or as the user name of Basic authentication. */
export function checkKey(request: Request, secretKey: string): void {
  const key = keyOf(request.headers.get('authorization') ?? '');
  if (key === '') {
    throw unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.",
    );
  }
  if (key !== secretKey) throw unauthorized(`Invalid API Key provided: ${censored(key)}`);
  const other = request.headers.get('stripe-account');
  if (other !== null) throw noAccess(key, other);
}

/** The API version that the answer has. Without the header it is the account's own. */
export function checkVersion(request: Request): string {
  const version = request.headers.get('stripe-version') ?? apiVersion;
  if (!versionForm.test(version) || Number.isNaN(Date.parse(version.slice(0, 10)))) {
    throw invalidRequest(`Invalid Stripe API version: ${version}`);
  }
  return version;
}

function keyOf(header: string): string {
  const [scheme = '', credentials = ''] = header.trim().split(/\s+/, 2);
  if (scheme.toLowerCase() === 'bearer') return credentials;
  if (scheme.toLowerCase() !== 'basic') return '';
  try {
    return atob(credentials).split(':')[0] ?? '';
  } catch {
    return '';
  }
}

/** Stripe shows a key's prefix and last four characters: `sk_test_****1234`. */
function censored(key: string): string {
  const prefix = /^[a-z]+_(test|live)_/.exec(key)?.[0] ?? '';
  const hidden = key.length - prefix.length - 4;
  return `${prefix}${'*'.repeat(Math.max(4, hidden))}${key.slice(-4)}`;
}

function unauthorized(message: string): Rejection {
  return new Rejection(401, { type: 'invalid_request_error', message }, false);
}

function noAccess(key: string, other: string): Rejection {
  return new Rejection(
    403,
    {
      type: 'invalid_request_error',
      code: 'account_invalid',
      message: `The provided key '${censored(key)}' does not have access to account '${other}' (or that account does not exist). Application access may have been revoked.`,
    },
    false,
  );
}
