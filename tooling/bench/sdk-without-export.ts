import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { NoopSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

/**
 * OpenTelemetry’s own SDK as an application runs it, but for export: spans are recorded and then forgotten, metrics are
 * added up. For measuring what telemetry itself costs (`npm run bench`).
 */
export function sdkWithoutExport() {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const tracers = new TracerProvider({ spanProcessors: [new NoopSpanProcessor()] });
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const meters = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] });
  return {
    tracer: tracers.getTracer('bench'),
    meter: meters.getMeter('bench'),
    async shutdown() {
      await tracers.shutdown();
      await meters.shutdown();
      context.disable();
    },
  };
}
