import { type Clock, systemClock } from '@patchbay/core';
import { retryAfterMs } from '../send/retry-after.ts';
import type { DeliveryRequest, DeliveryResult, DeliveryTransport } from '../send/transport.ts';
import { addressRules } from './addresses.ts';
import { exchange } from './exchange.ts';
import { type Resolve, systemResolve } from './resolve.ts';
import { type Target, type TargetRules, toTarget } from './target.ts';

/** Where may be sent to, and how long. */
export interface GuardedTransportOptions {
  /** Also `http:`. Default: false. */
  readonly allowHttp?: boolean;
  /** Default: 443, and with `allowHttp` 80. */
  readonly allowPorts?: readonly number[];
  /** Addresses and CIDR blocks that may be sent to although they are not public: for tests and private networks. */
  readonly allowAddresses?: readonly string[];
  /** How long a try may take, from the name to the end of the answer, in milliseconds. Default: 15 000. */
  readonly timeoutMs?: number;
  /** Certificate authorities to trust instead of those that Node trusts, as PEM. */
  readonly ca?: string;
  /** Finds the addresses of a name. Default: as every program of this machine does. */
  readonly resolve?: Resolve;
  /** Default: the machine’s own. */
  readonly clock?: Clock;
}

/**
 * Carries messages to URLs that strangers chose, and to public addresses only.
 *
 * A name is resolved once per try, every address that it has is checked, and the connection goes to one of those. No
 * redirect is followed, no proxy is used, and at most 64 KiB of an answer are read, and thrown away.
 * @throws `RangeError` where `allowAddresses` has something that is no address and no block, or `timeoutMs` is no time.
 * @example
 * const transport = guardedTransport();
 * await transport.post({ url: 'https://example.com/hooks', headers: {}, body });
 */
export function guardedTransport(options: GuardedTransportOptions = {}): DeliveryTransport {
  const { allowHttp = false, resolve = systemResolve, clock = systemClock, timeoutMs = 15_000, ca } = options;
  if (!(timeoutMs >= 1 && timeoutMs <= longestTimerMs))
    throw new RangeError(`timeoutMs is ${timeoutMs}; give milliseconds, 1 to ${longestTimerMs}.`);
  const rules: TargetRules = {
    allowHttp,
    allowPorts: options.allowPorts ?? (allowHttp ? [443, 80] : [443]),
    isAllowed: addressRules(options.allowAddresses ?? []),
  };
  return {
    check(url) {
      const target = toTarget(url, rules);
      return 'refused' in target ? target.refused : undefined;
    },
    async post(request) {
      const target = toTarget(request.url, rules);
      if ('refused' in target) return { kind: 'refused', reason: target.refused };
      using deadline = deadlineOf(clock, timeoutMs, request.signal);
      const result = await post(request, target, { resolve, clock, ca, rules, signal: deadline.signal });
      return result.kind === 'failed' && deadline.signal.aborted
        ? { kind: 'failed', reason: request.signal?.aborted ? 'aborted' : 'timeout' }
        : result;
    },
  };
}

const longestTimerMs = 2 ** 31 - 1; // Node ends what is longer at once

interface Posting {
  readonly resolve: Resolve;
  readonly clock: Clock;
  readonly ca: string | undefined;
  readonly rules: TargetRules;
  readonly signal: AbortSignal;
}

async function post(request: DeliveryRequest, target: Target, posting: Posting): Promise<DeliveryResult> {
  const { resolve, clock, ca, rules, signal } = posting;
  const addresses = await addressesOf(target, resolve, signal);
  if (addresses.length === 0) return { kind: 'failed', reason: 'name_not_resolved' };
  if (!addresses.every(rules.isAllowed)) return { kind: 'refused', reason: 'address_not_public' };
  const came = await exchange(request, { target, addresses, signal, ca });
  if ('failed' in came) return { kind: 'failed', reason: came.failed };
  const waitMs = retryAfterMs(came.retryAfter, clock.now());
  return { kind: 'answer', status: came.status, ...(waitMs !== undefined && { retryAfterMs: waitMs }) };
}

/** None where the name does not resolve, or not in time. */
async function addressesOf(
  { host, isAddress }: Target,
  resolve: Resolve,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (isAddress) return [host];
  return new Promise((settle) => {
    const giveUp = (): void => settle([]);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    resolve(host).then(settle, giveUp);
  });
}

/** Aborts when the time has passed, or the caller gives up. */
function deadlineOf(clock: Clock, timeoutMs: number, signal: AbortSignal | undefined) {
  const controller = new AbortController();
  const cancel = clock.after(timeoutMs, () => controller.abort());
  return {
    signal: signal === undefined ? controller.signal : AbortSignal.any([controller.signal, signal]),
    [Symbol.dispose]: cancel,
  };
}
