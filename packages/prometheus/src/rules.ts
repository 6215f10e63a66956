import type { ErrorCode } from '@patchbay/core';

/** From where on somebody is told. Shares are between 0 and 1. */
export interface AlertThresholds {
  /** A circuit that is not closed, critical. Default 5. */
  readonly downMinutes: number;
  /** Share of calls that fail by no fault of the request, critical. Default 0.05. */
  readonly errorShare: number;
  /** Share of webhooks that are not handled, critical. Default 0.1. */
  readonly webhookFailureShare: number;
  /** Writes of which nobody knows whether they had their effect, critical. Default 10. */
  readonly unresolvedMinutes: number;
  /** 95 of 100 calls are faster, or there is a warning. Default 500. */
  readonly slowMs: number;
  /** Jobs of a queue that may be dead without a warning. Default 0. */
  readonly deadJobs: number;
  /** A queue whose oldest job that could run has waited for longer: a warning. Default 15. */
  readonly backlogMinutes: number;
}

const defaults: AlertThresholds = {
  downMinutes: 5,
  errorShare: 0.05,
  webhookFailureShare: 0.1,
  unresolvedMinutes: 10,
  slowMs: 500,
  deadJobs: 0,
  backlogMinutes: 15,
};

/**
 * Alert rules for Prometheus as the text of a rules file. With the defaults it is `rules.yml` of this package.
 *
 * @example
 * await writeFile('patchbay.rules.yml', rulesFile({ slowMs: 800 }));
 */
export function rulesFile(thresholds: Partial<AlertThresholds> = {}): string {
  const rules = rulesFor({ ...defaults, ...thresholds });
  return ['groups:', '  - name: patchbay', '    rules:', ...rules.flatMap(linesOf), ''].join('\n');
}

interface Rule {
  readonly alert: string;
  /** One line of PromQL, or several. */
  readonly expression: readonly string[];
  readonly forMinutes: number;
  readonly severity: 'critical' | 'warning';
  readonly summary: string;
  /** What to do next. */
  readonly description: string;
}

/** Whether a failure of this code is a fault of provider, network or account, and not of one request. */
const isFault = {
  config_invalid: true,
  adapter_missing: true,
  unsupported: false,
  invalid_request: false,
  payload_too_large: false,
  not_found: false,
  already_exists: false,
  precondition_failed: false,
  conflict: false,
  idempotency_mismatch: false,
  provider_auth_failed: true,
  provider_permission_denied: true,
  unauthenticated: false,
  access_denied: false,
  declined: false,
  rate_limited: true,
  quota_exceeded: true,
  network: true,
  timeout: true,
  provider_unavailable: true,
  provider_error: true,
  invalid_response: true,
  overloaded: true,
  aborted: false,
  webhook_rejected: false,
  internal: true,
  unknown: true,
} as const satisfies Record<ErrorCode, boolean>;

function rulesFor({
  downMinutes,
  errorShare,
  webhookFailureShare,
  unresolvedMinutes,
  slowMs,
  deadJobs,
  backlogMinutes,
}: AlertThresholds): readonly Rule[] {
  return [
    {
      alert: 'IntegrationDown',
      expression: ['integration_circuit_state > 0'],
      forMinutes: downMinutes,
      severity: 'critical',
      summary: `{{ $labels.service }} ({{ $labels.provider }}) has been down for ${downMinutes} minutes`,
      description:
        'Its circuit is open. See the status page of the provider; fail over where there is another.',
    },
    {
      alert: 'IntegrationErrorRateHigh',
      expression: [
        `sum by (service, provider) (rate(integration_api_errors_total{error_type=~"${faults()}"}[5m]))`,
        '/ sum by (service, provider) (rate(integration_api_response_time_count[5m]))',
        `> ${errorShare}`,
      ],
      forMinutes: 1,
      severity: 'critical',
      summary: `{{ $value | humanizePercentage }} of the calls of {{ $labels.service }} ({{ $labels.provider }}) fail`,
      description:
        'integration_api_errors_total by error_type says how. What a request itself got wrong is not counted.',
    },
    {
      alert: 'WebhookFailuresHigh',
      expression: [
        'sum by (service) (rate(webhook_delivery_total{status!="delivered"}[5m]))',
        '/ sum by (service) (rate(webhook_delivery_total[5m]))',
        `> ${webhookFailureShare}`,
      ],
      forMinutes: 1,
      severity: 'critical',
      summary: '{{ $value | humanizePercentage }} of the webhooks of {{ $labels.service }} are not handled',
      description:
        'Where they are rejected: check the webhook secret, or somebody forges. Where they failed: see the log.',
    },
    {
      alert: 'IntegrationAuthFailed',
      expression: [
        'sum by (service, provider) (increase(',
        '  integration_api_errors_total{error_type=~"provider_auth_failed|provider_permission_denied"}[5m]',
        ')) > 0',
      ],
      forMinutes: 0,
      severity: 'critical',
      summary: '{{ $labels.provider }} refuses the credential of {{ $labels.service }}',
      description: 'Check or rotate the credential, and its permissions.',
    },
    {
      alert: 'IntegrationWriteUnresolved',
      expression: ['integration_writes_unresolved > 0'],
      forMinutes: unresolvedMinutes,
      severity: 'critical',
      summary:
        'Nobody knows what became of {{ $value }} writes of {{ $labels.service }} ({{ $labels.provider }})',
      description: 'ledger.unresolved() lists them. Look at the provider, and tell the ledger by settle().',
    },
    {
      alert: 'IntegrationSlow',
      expression: [
        'histogram_quantile(0.95,',
        '  sum by (service, provider, le) (rate(integration_api_response_time_bucket[5m]))',
        `) > ${slowMs}`,
      ],
      forMinutes: 5,
      severity: 'warning',
      summary: `5 % of the calls of {{ $labels.service }} ({{ $labels.provider }}) take more than ${slowMs} ms`,
      description: 'integration_retries_total says whether retries are why.',
    },
    {
      alert: 'IntegrationLimited',
      expression: [
        'sum by (service, provider, error_type) (increase(',
        '  integration_api_errors_total{error_type=~"rate_limited|quota_exceeded"}[5m]',
        ')) > 0',
      ],
      forMinutes: 0,
      severity: 'warning',
      summary: '{{ $labels.service }} meets a limit of {{ $labels.provider }}: {{ $labels.error_type }}',
      description: 'Set policy.rateLimit below the limit of the provider, or have it raised.',
    },
    {
      alert: 'JobsDead',
      expression: [`${ofQueue('integration_jobs{status="dead"}')} > ${deadJobs}`],
      forMinutes: 0,
      severity: 'warning',
      summary: '{{ $value }} jobs of the queue {{ $labels.queue }} of {{ $labels.service }} were given up',
      description:
        'dead.list says which, and why. Mend the cause, then dead.redrive them; dead.discard those nobody needs.',
    },
    {
      alert: 'JobsBacklog',
      expression: [`${ofQueue('integration_jobs_oldest_seconds')} > ${backlogMinutes * 60}`],
      forMinutes: 1,
      severity: 'warning',
      summary:
        'A job of the queue {{ $labels.queue }} of {{ $labels.service }} has waited for {{ $value | humanizeDuration }}',
      description: 'Are its workers running? Add some, or see why its jobs take so long.',
    },
  ];
}

/** Of one queue, whichever process tells it: all tell the same. */
function ofQueue(series: string): string {
  return `max by (service, provider, queue) (${series})`;
}

function faults(): string {
  return [...Object.entries(isFault).flatMap(([code, is]) => (is ? [code] : [])), 'other'].join('|');
}

/** A string in JSON is one in YAML. */
function linesOf({ alert, expression, forMinutes, severity, summary, description }: Rule): readonly string[] {
  return [
    `      - alert: ${alert}`,
    '        expr: |-',
    ...expression.map((line) => `          ${line}`),
    ...(forMinutes > 0 ? [`        for: ${forMinutes}m`] : []),
    '        labels:',
    `          severity: ${severity}`,
    '        annotations:',
    `          summary: ${JSON.stringify(summary)}`,
    `          description: ${JSON.stringify(description)}`,
  ];
}
