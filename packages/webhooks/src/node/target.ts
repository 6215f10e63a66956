import type { RefusalReason } from '../send/transport.ts';
import type { AddressRules } from './addresses.ts';

/** Which URLs may be sent to. */
export interface TargetRules {
  readonly allowHttp: boolean;
  readonly allowPorts: readonly number[];
  readonly isAllowed: AddressRules;
}

/** Where to send, as the URL says it; every spelling of an address is one by now. */
export interface Target {
  readonly isSecure: boolean;
  /** A name, or an address without brackets. */
  readonly host: string;
  readonly port: number;
  /** With the query. */
  readonly path: string;
  /** The host is an address: there is nothing to resolve. */
  readonly isAddress: boolean;
}

/** What a URL says without asking anybody, or why it is not sent to. */
export function toTarget(url: string, rules: TargetRules): Target | { readonly refused: RefusalReason } {
  if (url.length > longestUrl || !URL.canParse(url)) return { refused: 'url_invalid' };
  const { protocol, username, password, hostname, port, pathname, search } = new URL(url);
  const isSecure = protocol === 'https:';
  if (!isSecure && !(rules.allowHttp && protocol === 'http:')) return { refused: 'scheme_not_allowed' };
  if (username !== '' || password !== '') return { refused: 'userinfo_not_allowed' };
  const portNumber = port === '' ? (isSecure ? 443 : 80) : Number(port);
  if (!rules.allowPorts.includes(portNumber)) return { refused: 'port_not_allowed' };
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const isAddress = host.includes(':') || /^\d+\.\d+\.\d+\.\d+$/.test(host);
  const isRefused = isAddress ? !rules.isAllowed(host) : isLocalName(host) && !mayBeLocal(rules);
  if (isRefused) return { refused: 'address_not_public' };
  return { isSecure, host, port: portNumber, path: `${pathname}${search}`, isAddress };
}

const longestUrl = 2048;

/** Names that are this machine by definition: https://www.rfc-editor.org/rfc/rfc6761#section-6.3 */
function isLocalName(host: string): boolean {
  return /(^|\.)localhost\.?$/.test(host);
}

function mayBeLocal({ isAllowed }: TargetRules): boolean {
  return isAllowed('127.0.0.1') || isAllowed('::1');
}
