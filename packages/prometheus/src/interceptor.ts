import { IntegrationError, type Interceptor, type OperationInfo } from '@patchbay/core';
import { register as globalRegister, type Registry } from 'prom-client';
import { errorTypes, type Series, seriesOf } from './series.ts';

/** Where metrics are kept. */
export interface PrometheusOptions {
  /** Default: the global register of prom-client. */
  readonly register?: Registry;
}

/**
 * Counts every call: how long it took, how it failed, how often it was tried again.
 *
 * @example
 * const register = new Registry();
 * const app = createPatchbay(
 *   { payments: (setup) => stripePayments({ secretKey }, setup) },
 *   { interceptors: [prometheusInterceptor({ register })] },
 * );
 */
export function prometheusInterceptor({ register = globalRegister }: PrometheusOptions = {}): Interceptor {
  const series = seriesOf(register);
  const begun = new Set<string>();
  return {
    async around(operation, next) {
      const instance = { service: operation.integration, provider: operation.provider };
      const name = JSON.stringify(instance);
      if (!begun.has(name)) beginAtZero(series, instance);
      begun.add(name);
      const startedAt = performance.now();
      try {
        return await next();
      } catch (error) {
        const error_type = IntegrationError.is(error) ? error.code : 'other';
        series.errors.inc({ ...instance, error_type });
        throw error;
      } finally {
        series.responseTime.observe(
          { ...instance, endpoint: endpointOf(operation) },
          performance.now() - startedAt,
        );
      }
    },

    async attempt({ operation, number }, next) {
      if (number > 1) series.retries.inc({ service: operation.integration, provider: operation.provider });
      return next();
    },

    moved({ operation, from, error }) {
      series.failovers.inc({ service: operation.integration, from, error_type: error.code });
    },
  };
}

type Instance = Readonly<Record<'service' | 'provider', string>>;

/** A counter that begins at 1 has not risen: Prometheus would miss the first error of each kind. */
function beginAtZero({ errors, retries }: Series, instance: Instance): void {
  retries.inc(instance, 0);
  for (const error_type of errorTypes) errors.inc({ ...instance, error_type }, 0);
}

/** What the application itself has named could be of any number. */
function endpointOf({ operation, isNative }: OperationInfo): string {
  return isNative ? 'other' : operation;
}
