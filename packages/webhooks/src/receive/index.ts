export { decodeEvent, type EncodeOptions, encodeEvent } from './codec.ts';
export type { Accepted, Delivery, DeliveryOutcome, DeliveryRecord, DeliveryStatus } from './delivery.ts';
export type { WebhookEvent, WebhookVerifier } from './event.ts';
export {
  type ReceiverJobs,
  type ReceiverOptions,
  type ReceiverSource,
  type ReceiverState,
  receiverSource,
} from './options.ts';
export { type WebhookReceiver, webhookReceiver } from './receiver.ts';
export type { RequestContext } from './request.ts';
export type { SweepOptions, Swept } from './sweep.ts';
export type { ReceiverWork } from './worker.ts';
