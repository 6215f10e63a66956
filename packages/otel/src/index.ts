export { observeHealth } from './health.ts';
export { type OtelOptions, otelInterceptor } from './interceptor.ts';
export { observeLedger } from './ledger.ts';
