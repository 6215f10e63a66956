/** One try to hand a message over. */
export interface DeliveryRequest {
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Exactly the bytes that were signed. */
  readonly body: Uint8Array;
  /** Gives the try up: its connection is closed. */
  readonly signal?: AbortSignal;
}

/** Why a URL, or what its name resolves to, is not sent to. Nothing was connected. */
export type RefusalReason =
  | 'url_invalid'
  | 'scheme_not_allowed'
  | 'userinfo_not_allowed'
  | 'port_not_allowed'
  | 'address_not_public';

/** Why there was no answer. */
export type TransportFailure =
  | 'name_not_resolved'
  | 'network'
  | 'tls'
  | 'timeout'
  | 'invalid_response'
  | 'aborted';

/** What a try came to. Of an answer no more is known than this: its body and headers go to nobody. */
export type DeliveryResult =
  | { readonly kind: 'answer'; readonly status: number; readonly retryAfterMs?: number }
  | { readonly kind: 'refused'; readonly reason: RefusalReason }
  | { readonly kind: 'failed'; readonly reason: TransportFailure };

/** Carries messages to the endpoints of strangers: `guardedTransport` of `@patchbay/webhooks/node`. */
export interface DeliveryTransport {
  /** What can be said of a URL without asking anybody; `undefined` where nothing speaks against it. */
  check(url: string): RefusalReason | undefined;
  /** Posts once, follows no redirect, and never throws. */
  post(request: DeliveryRequest): Promise<DeliveryResult>;
}
