import type { AttemptRecord } from '../call.ts';
import { IntegrationError, type VendorError } from '../error.ts';
import { redact } from '../redaction.ts';
import type { Failed } from './diagnose.ts';
import type { Pipeline } from './pipeline.ts';

type Clean = (text: string) => string;

/** The error that leaves the facade: everything in it is redacted. */
export function toError(
  { identity }: Pick<Pipeline, 'identity'>,
  operation: string,
  { failure, outcome, raw }: Failed,
  attempts: readonly AttemptRecord[] = [],
  personal: readonly string[] = [],
): IntegrationError {
  const { code, reason, vendor, message, requestId } = failure;
  const clean: Clean = (text) => redact(text, personal);
  const what = message ?? vendor?.message ?? `The provider answered ${vendor?.status ?? 'with an error'}.`;
  const details = {
    ...failure,
    ...identity,
    outcome,
    operation,
    attempts: [...attempts], // the list of a call that goes on grows
    message: `${operation} failed at ${identity.provider} (${reason ?? code}): ${clean(what)}`,
    ...(requestId !== undefined && { requestId: clean(requestId) }),
    ...(vendor && { vendor: cleanVendor(vendor, clean) }),
  };
  return new IntegrationError(details, raw);
}

function cleanVendor({ code, status, message }: VendorError, clean: Clean): VendorError {
  return {
    ...(code !== undefined && { code: clean(textOf(code)) }),
    ...(status !== undefined && { status }),
    ...(message !== undefined && { message: clean(textOf(message)) }),
  };
}

/** Vendors do not always keep to the types of their SDK. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
