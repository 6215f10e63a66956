import type { CallOptions } from './call.ts';
import type { AnyCapabilities, OperationSpec } from './contract.ts';
import { DriverFailure } from './failure.ts';
import { isFigure, longestMs } from './policy/policy.ts';
import { issuePath } from './standard-schema.ts';

const longestKey = 255;

/**
 * The input of an operation in the form that drivers take: bare ids wrapped, validated once.
 * @throws `DriverFailure` `unsupported` or `invalid_request`, before any I/O.
 */
export async function admitInput(
  operation: string,
  spec: OperationSpec,
  capabilities: AnyCapabilities,
  input: unknown,
  options: CallOptions,
): Promise<unknown> {
  if (!capabilities.operations[operation])
    throw unsupported([`the operation ${operation}`], capabilities.provider);
  const value = await validated(
    spec,
    spec.bare !== undefined && typeof input === 'string' ? { [spec.bare]: input } : (input ?? {}),
  );
  const lacking = lackingTraits(spec, capabilities, value);
  if (lacking.length > 0) throw unsupported(lacking, capabilities.provider);
  assertKey(spec, options.idempotencyKey);
  return value;
}

/** Which needs of a call the provider does not meet, one phrase each. */
export function missingNeeds(
  operation: string,
  spec: OperationSpec | undefined,
  capabilities: AnyCapabilities,
  input: unknown,
): readonly string[] {
  if (spec === undefined || !capabilities.operations[operation]) return [`the operation ${operation}`];
  return input === undefined ? [] : lackingTraits(spec, capabilities, input);
}

async function validated(spec: OperationSpec, input: unknown): Promise<unknown> {
  if (spec.input === undefined) return input;
  const result = await spec.input['~standard'].validate(input);
  if (result.issues === undefined) return result.value;
  const list = result.issues.map((issue) => `${issuePath(issue)}: ${issue.message}`).join('; ');
  throw new DriverFailure({ code: 'invalid_request', message: list });
}

function lackingTraits(
  spec: OperationSpec,
  capabilities: AnyCapabilities,
  input: unknown,
): readonly string[] {
  const needed = spec.traits?.(input as never) ?? []; // validated by the same row's schema
  return needed.filter((trait) => !capabilities.traits[trait]).map((trait) => `the trait ${trait}`);
}

function assertKey(spec: OperationSpec, key: unknown): void {
  if (key === undefined && !spec.money) return;
  if (typeof key === 'string' && key.trim() !== '' && key.length <= longestKey) return;
  const found =
    key === undefined ? 'nothing' : typeof key === 'string' ? `${key.length} characters` : typeof key;
  throw new DriverFailure({
    code: 'invalid_request',
    message: `options.idempotencyKey: found ${found}; expected 1 to ${longestKey} characters that name the intention.`,
  });
}

/**
 * Refuses a time in the call options that no timer can keep.
 * @throws `DriverFailure` `invalid_request`.
 */
export function assertMs(name: 'deadlineMs' | 'timeoutMs', ms: number | undefined): void {
  if (ms === undefined || isFigure(ms)) return;
  throw new DriverFailure({
    code: 'invalid_request',
    message: `options.${name}: found ${String(ms)}; expected milliseconds above 0, at most ${longestMs}.`,
  });
}

function unsupported(lacking: readonly string[], provider: string): DriverFailure {
  return new DriverFailure({
    code: 'unsupported',
    message: `${provider} does not have ${lacking.join(', ')}.`,
  });
}
