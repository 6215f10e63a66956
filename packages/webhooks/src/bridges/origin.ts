import type { BridgeOptions } from './handle.ts';

/** Where a request came in, and from whom. */
export interface Origin {
  readonly scheme: string;
  readonly host: string | undefined;
  readonly address: string | undefined;
}

/** What the outermost proxy of one's own saw; without proxies, what the server itself sees. */
export function behindProxies(seen: Origin, headers: Headers, { trustProxy }: BridgeOptions): Origin {
  const proxies = Number(trustProxy ?? 0);
  if (!(proxies >= 1)) return seen;
  const scheme = outermost(headers.get('x-forwarded-proto'), proxies)?.toLowerCase();
  // An address that the proxies did not write is one that a stranger may have written: none is better.
  const forwarded = list(headers.get('x-forwarded-for')).at(-proxies);
  return {
    scheme: scheme === 'http' || scheme === 'https' ? scheme : seen.scheme,
    host: outermost(headers.get('x-forwarded-host'), proxies) ?? seen.host,
    address: forwarded === undefined ? undefined : bareAddress(forwarded),
  };
}

function list(header: string | null): readonly string[] {
  return header === null ? [] : header.split(',').map((entry) => entry.trim());
}

/** Most proxies replace these headers instead of appending: then the one entry is it. */
function outermost(header: string | null, proxies: number): string | undefined {
  const entries = list(header);
  return entries.at(-proxies) ?? entries[0];
}

/** Some proxies add the port. What is no address (`unknown`, `_hidden`) is none. */
function bareAddress(entry: string): string | undefined {
  const [, v6, v4] = /^\[([\da-f:.]+)\](?::\d+)?$|^(\d+\.\d+\.\d+\.\d+)(?::\d+)?$/i.exec(entry) ?? [];
  return v6 ?? v4 ?? (/^[\da-f.]*:[\da-f:.]*$/i.test(entry) ? entry : undefined);
}

const hostForm = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/i;

/** The whole URL of a request target. A `Host` that is none gives way to `localhost`. */
export function urlOf({ scheme, host = '' }: Origin, target: string): string {
  const path = target.startsWith('/') ? target : pathOf(target);
  const url = `${scheme}://${host}${path}`;
  return hostForm.test(host) && URL.canParse(url) ? url : `${scheme}://localhost${path}`;
}

/** Of the absolute form (RFC 9112, 3.2.2), whose host nobody has to believe; `*` is the server itself. */
function pathOf(target: string): string {
  if (!URL.canParse(target)) return '/';
  const { pathname, search } = new URL(target);
  return pathname.startsWith('/') ? pathname + search : '/';
}
