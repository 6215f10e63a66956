import type { Attributes } from '@opentelemetry/api';
import { type AttemptInfo, type AttemptRecord, IntegrationError, type OperationInfo } from '@patchbay/core';

/** Whose call it is. */
export function identityAttributes({
  category,
  provider,
  integration,
  operation,
}: OperationInfo): Attributes {
  return {
    'patchbay.category': category,
    'patchbay.provider': provider,
    'patchbay.instance': integration,
    'patchbay.operation': operation,
  };
}

/** The same for metrics: what the application itself has named could be of any number. */
export function metricAttributes(operation: OperationInfo): Attributes {
  return identityAttributes(operation.isNative ? { ...operation, operation: 'other' } : operation);
}

/** How a call failed: nothing that a vendor or a person has written. */
export function failureAttributes(error: unknown): Attributes {
  // An application's own interceptor may throw anything; the name for it is OpenTelemetry's.
  if (!IntegrationError.is(error)) return { 'error.type': '_OTHER' };
  return { 'error.type': error.code, 'patchbay.outcome': error.outcome };
}

/** Which attempt it is. */
export function attemptAttributes({ number, step, isKeyed }: AttemptInfo): Attributes {
  return {
    'patchbay.attempt': number,
    'patchbay.idempotency': isKeyed,
    ...(step !== undefined && { 'patchbay.step': step }),
    ...(number > 1 && { 'http.request.resend_count': number - 1 }),
  };
}

/** What became of it. */
export function recordAttributes({ status, requestId, code, outcome }: AttemptRecord): Attributes {
  return {
    ...(status !== undefined && { 'http.response.status_code': status }),
    ...(requestId !== undefined && { 'patchbay.vendor.request_id': requestId }),
    ...(code !== undefined && { 'error.type': code }),
    ...(outcome !== undefined && { 'patchbay.outcome': outcome }),
  };
}
