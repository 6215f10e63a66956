import { refused } from './refused.ts';
import type { FlowRules } from './rules.ts';

const longest = 1500; // it travels in a cookie, of which browsers keep 4 096 bytes

/**
 * Where the person goes afterwards: a path of the application, or a URL of an allowed origin. Read as a browser reads
 * it, since `//host`, `/\host` and a tab inside lead to somebody else's site.
 * @throws `DriverFailure` `invalid_request` (`return_to_refused`).
 */
export function toReturnTo(
  returnTo: string,
  { redirectUri, returnOrigins }: Pick<FlowRules, 'redirectUri' | 'returnOrigins'>,
): string {
  const { origin } = new URL(redirectUri);
  if (returnTo.length > longest || /[\p{Cc}\p{Cs}\s\\]/u.test(returnTo)) throw refusal();
  const isPath = returnTo.startsWith('/') && !returnTo.startsWith('//');
  const url = parsed(returnTo, origin);
  if (url === undefined || url.username !== '' || url.password !== '') throw refusal();
  if (isPath) {
    // A path such as `/.//host` is normalised to `//host`, which leads away when it is written alone.
    if (url.origin !== origin || url.pathname.startsWith('//')) throw refusal();
    return returnTo;
  }
  if (!/^https?:\/\//i.test(returnTo) || ![origin, ...returnOrigins].includes(url.origin)) throw refusal();
  return url.href;
}

function parsed(text: string, base: string): URL | undefined {
  return URL.canParse(text, base) ? new URL(text, base) : undefined;
}

function refusal(): Error {
  return refused(
    'invalid_request',
    'return_to_refused',
    `returnTo must be a path of the application, or a URL of an allowed origin, of at most ${longest} characters.`,
  );
}
