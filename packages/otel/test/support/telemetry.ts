import { type Attributes, context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  InMemorySpanExporter,
  NoopSpanProcessor,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';

/** One series of a metric. */
export interface Series {
  readonly name: string;
  readonly unit: string;
  readonly attributes: Attributes;
  readonly value: unknown;
}

/** OpenTelemetry’s own SDK, kept in memory. `followsContexts`: a span is active in the asynchronous work below it. */
export function telemetry({ followsContexts = false } = {}) {
  if (followsContexts) context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const spanExporter = new InMemorySpanExporter();
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const started: string[] = [];
  const startOrder = new NoopSpanProcessor();
  startOrder.onStart = (span) => void started.push(span.spanContext().spanId);
  const toExporter = new SimpleSpanProcessor({ exporter: spanExporter });
  const tracers = new TracerProvider({ spanProcessors: [startOrder, toExporter] });
  const placeOf = (span: ReadableSpan): number => started.indexOf(span.spanContext().spanId);
  const reader = new PeriodicExportingMetricReader({ exporter: metricExporter });
  const meters = new MeterProvider({ readers: [reader] });
  return {
    tracers,
    meters,
    tracer: tracers.getTracer('test'),
    meter: meters.getMeter('test'),
    /** In the order in which they began. */
    spans: (): readonly ReadableSpan[] =>
      spanExporter.getFinishedSpans().sort((one, other) => placeOf(one) - placeOf(other)),
    async series(): Promise<readonly Series[]> {
      metricExporter.reset();
      await meters.forceFlush();
      const metrics = metricExporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics);
      return metrics
        .flatMap((scope) => scope.metrics)
        .flatMap(({ descriptor: { name, unit }, dataPoints }) =>
          dataPoints.map(({ attributes, value }) => ({ name, unit, attributes, value })),
        );
    },
    async [Symbol.asyncDispose]() {
      await tracers.shutdown();
      await meters.shutdown();
      context.disable();
    },
  };
}
