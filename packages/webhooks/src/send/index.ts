export type { SenderEvent } from './deliver.ts';
export type { DeadDeliveries, DeadDelivery, ListDeliveries, Replay } from './deliveries.ts';
export type { AttemptFailure, DeadReason, Delivery, DeliveryAttempt, SentOutcome } from './delivery.ts';
export type {
  CreateEndpoint,
  DisabledReason,
  Endpoint,
  EndpointSecret,
  RotateSecret,
  UpdateEndpoint,
} from './endpoint.ts';
export type { Endpoints } from './endpoints.ts';
export { messageLimits, type OutgoingMessage, type SenderJobs, type SendOptions } from './messages.ts';
export {
  type SenderBreaker,
  type SenderWork,
  type WebhookSender,
  type WebhookSenderOptions,
  webhookSender,
} from './sender.ts';
export type { SenderState } from './store.ts';
export type {
  DeliveryRequest,
  DeliveryResult,
  DeliveryTransport,
  RefusalReason,
  TransportFailure,
} from './transport.ts';
