import {
  type Context,
  context,
  type Meter,
  metrics,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { AttemptInfo, AttemptRecord, Interceptor, MoveInfo, OperationInfo } from '@patchbay/core';
import {
  attemptAttributes,
  failureAttributes,
  identityAttributes,
  metricAttributes,
  recordAttributes,
} from './attributes.ts';
import { createInstruments, type Instruments } from './instruments.ts';
import { scope } from './scope.ts';

/** Where spans and metrics go. */
export interface OtelOptions {
  /** Default: a tracer of the global provider. */
  readonly tracer?: Tracer;
  /** Default: a meter of the global provider, which has to be registered before. */
  readonly meter?: Meter;
}

/**
 * A span and a duration for every call, and below it one of each for every attempt.
 *
 * The attempt's span is the active one while its request is made, so that spans of HTTP instrumentation are its
 * children. The interceptor itself adds no header to a request: vendors do not learn your trace ids.
 *
 * @example
 * const app = createPatchbay(
 *   { payments: (setup) => stripePayments({ secretKey }, setup) },
 *   { interceptors: [otelInterceptor()] },
 * );
 */
export function otelInterceptor({
  tracer = trace.getTracer(scope),
  meter = metrics.getMeter(scope),
}: OtelOptions = {}): Interceptor {
  const telemetry: Telemetry = { tracer, instruments: createInstruments(meter), contexts: new WeakMap() };
  return {
    around: (operation, next) => observeCall(telemetry, operation, next),
    attempt: (attempt, next) => observeAttempt(telemetry, attempt, next),
    moved: (move) => observeMove(telemetry, move),
  };
}

interface Telemetry {
  readonly tracer: Tracer;
  readonly instruments: Instruments;
  /** Those of calls: where no context manager is, there is no active span to begin an attempt below. */
  readonly contexts: WeakMap<OperationInfo, Context>;
}

async function observeCall<T>(
  { tracer, instruments, contexts }: Telemetry,
  operation: OperationInfo,
  next: () => Promise<T>,
): Promise<T> {
  const attributes = identityAttributes(operation);
  const span = tracer.startSpan(operation.operation, { kind: SpanKind.CLIENT, attributes });
  const active = trace.setSpan(context.active(), span);
  contexts.set(operation, active);
  const startedAt = performance.now();
  let failure = {};
  try {
    return await context.with(active, next);
  } catch (error) {
    failure = failureAttributes(error);
    fail(span);
    throw error;
  } finally {
    const seconds = (performance.now() - startedAt) / 1000;
    instruments.operations.record(seconds, { ...metricAttributes(operation), ...failure }, active);
    span.setAttributes(failure).end();
  }
}

async function observeAttempt(
  { tracer, instruments, contexts }: Telemetry,
  attempt: AttemptInfo,
  next: () => Promise<AttemptRecord>,
): Promise<AttemptRecord> {
  const parent = contexts.get(attempt.operation) ?? context.active();
  const attributes = { ...identityAttributes(attempt.operation), ...attemptAttributes(attempt) };
  const span = tracer.startSpan('patchbay.attempt', { attributes }, parent);
  const active = trace.setSpan(parent, span);
  const record = await context.with(active, next);
  const labels = metricAttributes(attempt.operation);
  const failure = record.code === undefined ? {} : { 'error.type': record.code };
  instruments.attempts.record(record.durationMs / 1000, { ...labels, ...failure }, active);
  if (attempt.number > 1) instruments.retries.add(1, labels, active);
  if (record.code !== undefined) fail(span);
  span.setAttributes(recordAttributes(record)).end();
  return record;
}

/** The span of the group's call says who was asked before. */
function observeMove({ instruments, contexts }: Telemetry, { operation, from, error }: MoveInfo): void {
  const active = contexts.get(operation) ?? context.active();
  const attributes = { 'patchbay.failover.from': from };
  trace.getSpan(active)?.setAttributes(attributes);
  const labels = { ...metricAttributes(operation), ...attributes, 'error.type': error.code };
  instruments.failovers.add(1, labels, active);
}

/** Without a message: what a vendor has written may be private. */
function fail(span: Span): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
}
