import { isErrorCode, type Outcome } from '../codes.ts';
import type { Repeat } from '../contract.ts';
import {
  type DriverFailure,
  type Failure,
  failureOfStatus,
  isDriverFailure,
  outcomeOf,
  type Trace,
} from '../failure.ts';
import { Interrupted } from './attempt.ts';

/** A failed attempt: what it was, and whether its effect may have happened. */
export interface Failed {
  readonly failure: Failure;
  readonly outcome: Outcome;
  readonly raw?: unknown;
}

type ToFailure = (thrown: unknown) => Failure | undefined;

const interruptions = {
  timeout: { code: 'timeout', message: 'The attempt took longer than its timeout.' },
  deadline: { code: 'timeout', reason: 'deadline', message: 'The call took longer than its deadline.' },
  aborted: { code: 'aborted', message: 'The caller’s signal was aborted.' },
} as const satisfies Record<Interrupted['by'], Failure>;

/** Names a failed attempt. What our transport saw comes before what the SDK made of it. */
export function diagnose(raw: unknown, trace: Trace, repeat: Repeat, toFailure: ToFailure): Failed {
  const known = knownFailure(raw, trace, toFailure);
  const failure = known ?? unknownFailure(trace);
  const recognised = known !== undefined && !ours.has(known.code);
  const { retryAfterMs = trace.retryAfterMs, requestId = trace.requestId } = failure;
  return {
    failure: {
      ...failure,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(requestId !== undefined && { requestId }),
    },
    outcome: outcomeOf(repeat, trace, failure.code, recognised),
    raw,
  };
}

/** Codes that tell nothing of the vendor's verdict, whoever found them. */
const ours: ReadonlySet<string> = new Set(['invalid_response', 'timeout', 'aborted', 'network', 'internal']);

function knownFailure(raw: unknown, trace: Trace, toFailure: ToFailure): Failure | undefined {
  try {
    if (raw instanceof Interrupted) return interruptions[raw.by];
    const failure = isDriverFailure(raw) ? ownFailure(raw, trace) : vendorFailure(raw, trace, toFailure);
    return isErrorCode(failure?.code) ? failure : undefined;
  } catch {
    return undefined; // a mapping that fails itself, or an error that cannot be read: only the transport is left
  }
}

/** A body of another shape says nothing beside a status that is no success: the status names the failure. */
function ownFailure({ failure }: DriverFailure, trace: Trace): Failure | undefined {
  return failure.code === 'invalid_response' && !answeredWell(trace) ? undefined : failure;
}

function vendorFailure(raw: unknown, trace: Trace, toFailure: ToFailure): Failure | undefined {
  if (raw === undefined || trace.phase === 'sent' || trace.phase === 'unsent') return undefined;
  return toFailure(raw);
}

function unknownFailure(trace: Trace): Failure {
  if (trace.phase === 'idle')
    return { code: 'internal', message: 'The adapter failed before it made a request.' };
  if (trace.status !== undefined) return failureOfStatus(trace.status);
  const message = trace.phase === 'unsent' ? 'The provider could not be reached.' : 'The connection broke.';
  return { code: 'network', message };
}

/** True when the vendor's answer may be passed on: an SDK may resolve an answer that is no success. */
export function answeredWell({ status }: Trace): boolean {
  return status === undefined || (status >= 200 && status < 300);
}
