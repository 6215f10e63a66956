import type { ErrorCode } from '@patchbay/core';

/** What the table of codes in core has no room for: it is shipped, this is for readers. */
interface CodeText {
  /** What happened, one or two sentences. */
  readonly meaning: string;
  /** Who can change it. */
  readonly actor: string;
  /** What `outcome` to expect of a write; core derives it anew for each call. */
  readonly outcome: string;
}

const nothing = '`not_applied`';
const undecided = '`unknown` for a write whose request may have left; otherwise `not_applied`';

/** One line for each code: a new code does not compile without. */
export const codeTexts = {
  config_invalid: {
    meaning:
      'Options, environment or configuration file are not valid, or the provider’s side is not set up as they say. `problems` lists all of it at once.',
    actor: 'operator',
    outcome: nothing,
  },
  adapter_missing: {
    meaning: 'Configuration names a provider whose package is not installed, or cannot be loaded.',
    actor: 'developer or operator',
    outcome: nothing,
  },
  unsupported: {
    meaning:
      'The provider has no such operation, trait or field. Refused before anything is sent, or by a server that lacks it.',
    actor: 'developer',
    outcome: nothing,
  },
  invalid_request: {
    meaning: 'The input was refused: by the contract before anything was sent, or by the provider.',
    actor: 'caller; the end user where the input is theirs',
    outcome: nothing,
  },
  payload_too_large: {
    meaning: 'What was sent, or a part of it, is larger than the contract or the provider takes.',
    actor: 'caller; the end user where the data is theirs',
    outcome: nothing,
  },
  not_found: {
    meaning: 'There is no such object for this credential.',
    actor: 'caller',
    outcome: nothing,
  },
  already_exists: {
    meaning: 'Something with this name or address is there already.',
    actor: 'caller',
    outcome: '`not_applied`; `unknown` or `applied` where it may be your own earlier try',
  },
  precondition_failed: {
    meaning:
      'The object is not in a state that allows this, or it is not what you last read. Also: the instance was closed (`closed`).',
    actor: 'caller',
    outcome: nothing,
  },
  conflict: {
    meaning: 'Somebody else is busy with the same object, or a call under the same key is still under way.',
    actor: 'nobody: the policy tries again',
    outcome: '`unknown` at a vendor; `not_applied` where the store itself refused',
  },
  idempotency_mismatch: {
    meaning: 'The idempotency key was used before, with other input.',
    actor: 'developer',
    outcome: nothing,
  },
  provider_auth_failed: {
    meaning: 'The provider refused our credential. It says nothing about your own caller.',
    actor: 'operator',
    outcome: nothing,
  },
  provider_permission_denied: {
    meaning: 'The credential is right, but it, or the account, may not do this.',
    actor: 'operator',
    outcome: nothing,
  },
  unauthenticated: {
    meaning: 'The token, code or password of an end user is not valid, or no longer.',
    actor: 'end user',
    outcome: nothing,
  },
  access_denied: {
    meaning: 'The end user said no, or may not do this.',
    actor: 'end user',
    outcome: nothing,
  },
  declined: {
    meaning:
      "The provider understood and refused as a matter of business. A declined card is no error: it is a payment with `status: 'failed'`.",
    actor: 'end user',
    outcome: nothing,
  },
  rate_limited: {
    meaning: 'The provider wants fewer requests. `retryAfterMs` says how long to wait, where it is known.',
    actor: 'nobody at first: the policy waits where the deadline allows; the operator if it stays',
    outcome: nothing,
  },
  quota_exceeded: {
    meaning: 'The plan, the credits, the disk or the memory are used up. Waiting does not help.',
    actor: 'operator',
    outcome: nothing,
  },
  network: {
    meaning: 'No connection could be made, or it broke: name lookup, TLS, a reset.',
    actor: 'nobody at first: the policy tries again where it is safe; the operator if it stays',
    outcome: undecided,
  },
  timeout: {
    meaning: 'An attempt, or the whole call (`deadline`), took longer than the policy allows.',
    actor: 'caller: find out what happened (`reconcile`, the same key again) before you repeat a write',
    outcome: undecided,
  },
  provider_unavailable: {
    meaning: 'The provider, or a gateway in front of it, says that it cannot serve at the moment.',
    actor: 'vendor; the policy tries again, a failover group moves on where nothing was applied',
    outcome: undecided,
  },
  provider_error: {
    meaning: 'The provider failed by its own account.',
    actor: 'vendor',
    outcome: undecided,
  },
  invalid_response: {
    meaning: 'The answer is not what the provider documents: a proxy’s page, cut off, or of another shape.',
    actor: 'operator, for proxies and `baseUrl`; otherwise whoever maintains the adapter',
    outcome: '`applied` where the status was a success, else `unknown`; reads are `not_applied`',
  },
  overloaded: {
    meaning:
      'A limit of your own process was reached: too many calls at once (`bulkhead_full`), the local rate limit (`rate_limit`), or a circuit that is open (`circuit_open`).',
    actor: 'operator',
    outcome: nothing,
  },
  aborted: {
    meaning: 'The signal of the call was aborted.',
    actor: 'caller',
    outcome: undecided,
  },
  webhook_rejected: {
    meaning: 'A webhook was not accepted: signature, age, form or size. Nothing in it can be believed.',
    actor: 'operator, for the secret and the raw body; nobody, for a forgery',
    outcome: nothing,
  },
  internal: {
    meaning: 'Patchbay itself did something wrong.',
    actor: 'the maintainers of Patchbay',
    outcome: '`unknown` where a request may have left',
  },
  unknown: {
    meaning: 'The provider refused in words that the adapter does not know yet.',
    actor: 'whoever maintains the adapter',
    outcome: undecided,
  },
} as const satisfies Record<ErrorCode, CodeText>;
