export { countDelivery } from './deliveries.ts';
export { observeHealth } from './health.ts';
export { type PrometheusOptions, prometheusInterceptor } from './interceptor.ts';
export { observeLedger } from './ledger.ts';
export { observeQueues } from './queues.ts';
export { metricsResponse } from './response.ts';
export { type AlertThresholds, rulesFile } from './rules.ts';
export { countReceived, countSent, type ReceivedWebhook, type SentWebhook } from './webhooks.ts';
