import * as core from '@patchbay/core';
import { otelInterceptor } from '@patchbay/otel';
import { prometheusInterceptor } from '@patchbay/prometheus';
import type { Group } from '../group.ts';
import { noOp } from '../no-op.ts';
import { sdkWithoutExport } from '../sdk-without-export.ts';

/**
 * What watching a call costs: OpenTelemetry's SDK with its context manager, every span sampled and none exported, and a
 * register of prom-client that nobody scrapes. Before Node 24 a context manager slows every promise of its process, so
 * there the first row is slower than it is alone.
 */
export const telemetry: Group = async () => {
  const sdk = sdkWithoutExport();
  const bare = noOp(core);
  const otel = noOp(core, { interceptors: [otelInterceptor(sdk)] });
  const prometheus = noOp(core, { interceptors: [prometheusInterceptor()] });
  return {
    contests: [
      {
        title: 'Telemetry of a call that succeeds at once',
        calls: 1000,
        rounds: 60,
        rows: [
          { name: 'patchbay, no interceptors', call: bare.call },
          { name: 'with @patchbay/otel', call: otel.call },
          { name: 'with @patchbay/prometheus', call: prometheus.call },
        ],
        targets: [],
      },
    ],
    async [Symbol.asyncDispose]() {
      await Promise.all([bare, otel, prometheus].map((one) => one.close()));
      await sdk.shutdown();
    },
  };
};
