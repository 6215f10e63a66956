export { observeHealth } from './health.ts';
export { type OtelOptions, otelInterceptor } from './interceptor.ts';
export { observeLedger } from './ledger.ts';
export { observeQueues } from './queues.ts';
export { type ReceivedWebhook, type SentWebhook, type WebhookCounters, webhookCounters } from './webhooks.ts';
