import { type ErrorCode, type InstanceHealth, type Integration, IntegrationError } from '@patchbay/core';
import type { LastAnswer, Monitor } from './monitor.ts';

/** How one integration is doing, as it is told over HTTP. What nothing is known of yet is null. */
export interface ServiceHealth {
  readonly status: HealthWord;
  /** Of its last request, such as `150ms`. */
  readonly response_time: string | null;
  /** When that was, in ISO 8601. */
  readonly last_check: string | null;
  readonly latency_ms: number | null;
  readonly provider: string;
  readonly circuit: InstanceHealth['circuit'];
  /** Attempts under way. */
  readonly in_flight: number;
  readonly last_success: string | null;
  readonly last_fault: string | null;
  /** Why the deep check failed. */
  readonly error: ErrorCode | null;
}

/** `degraded`: its circuit, or that of one of its accounts, is not closed. `unhealthy`: a deep check failed. */
export type HealthWord = 'healthy' | 'degraded' | 'unhealthy';

/** From the best to the worst. */
const words: readonly HealthWord[] = ['healthy', 'degraded', 'unhealthy'];

/** What is known of an integration; `deep` also asks its provider, by `check()`. Never throws. */
export async function healthOf(
  integration: Integration,
  { monitor, deep }: { readonly monitor: Monitor; readonly deep: boolean },
): Promise<ServiceHealth> {
  const error = deep ? await integration.check().then(() => null, codeOf) : null;
  return toServiceHealth(integration.health(), { error, last: monitor.lastAnswerOf(integration.category) });
}

/** The worst of several: the shop needs all of its integrations. */
export function worstOf(services: readonly Pick<ServiceHealth, 'status'>[]): HealthWord {
  const found = new Set(services.map(({ status }) => status));
  return words.findLast((word) => found.has(word)) ?? 'healthy';
}

function codeOf(error: unknown): ErrorCode {
  return IntegrationError.is(error) ? error.code : 'internal';
}

interface Known {
  readonly error: ErrorCode | null;
  readonly last: LastAnswer | undefined;
}

function toServiceHealth(health: InstanceHealth, { error, last }: Known): ServiceHealth {
  const passive = health.status === 'pass' ? 'healthy' : 'degraded';
  return {
    status: error === null ? passive : 'unhealthy',
    response_time: last === undefined ? null : `${Math.round(last.durationMs)}ms`,
    last_check: toTime(last?.at),
    latency_ms: last === undefined ? null : Math.round(last.durationMs * 10) / 10,
    provider: health.provider,
    circuit: health.circuit,
    in_flight: health.inFlight,
    last_success: toTime(health.lastSuccessAt),
    last_fault: toTime(health.lastFaultAt),
    error,
  };
}

function toTime(date: Date | undefined): string | null {
  return date?.toISOString() ?? null;
}
