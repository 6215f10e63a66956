export type {
  DeliveryRequest,
  DeliveryResult,
  DeliveryTransport,
  RefusalReason,
  TransportFailure,
} from '../send/transport.ts';
export { type GuardedTransportOptions, guardedTransport } from './guarded-transport.ts';
export type { Resolve } from './resolve.ts';
