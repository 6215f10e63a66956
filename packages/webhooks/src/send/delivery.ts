import type { Json } from '@patchbay/jobs';
import * as z from 'zod';
import type { RefusalReason, TransportFailure } from './transport.ts';

/** Why a try failed where no answer came. */
export type AttemptFailure = RefusalReason | TransportFailure;

/** Why a delivery was given up. */
export type DeadReason =
  /** Each try of the schedule failed. */
  | 'tries_exhausted'
  /** The endpoint answered 410, and is disabled. */
  | 'endpoint_gone'
  /** The endpoint was disabled when its time came. */
  | 'endpoint_disabled'
  /** The message is not kept any more. */
  | 'message_expired';

/** One try. Of the answer its status is kept, and nothing else. */
export interface DeliveryAttempt {
  readonly at: Date;
  /** How long it took, in milliseconds. */
  readonly ms: number;
  /** Of an answer; absent where there was none. */
  readonly status?: number;
  /** Why there was no answer. */
  readonly failure?: AttemptFailure;
}

/** One message on its way to one endpoint. */
export interface Delivery {
  readonly id: string;
  readonly messageId: string;
  readonly endpointId: string;
  readonly type: string;
  /** `dropped`: the endpoint was deleted. */
  readonly status: 'waiting' | 'delivered' | 'dead' | 'dropped';
  /** Of one that is dead. */
  readonly reason?: DeadReason;
  readonly createdAt: Date;
  /** When the next try is due, where one has failed. */
  readonly nextAt?: Date;
  /** The oldest first; the last 50. */
  readonly attempts: readonly DeliveryAttempt[];
}

/** One thing that happened to a delivery, for metrics. No id, no URL, no secret and no personal data is in it. */
export type SentOutcome = {
  /** The sender’s name. */
  readonly service: string;
} & (
  | {
      readonly what: 'delivered';
      /** How long the try took, in milliseconds. */
      readonly ms: number;
    }
  | {
      /** A try; there may be another. */
      readonly what: 'failed';
      /** `not_2xx`: it was answered, but not well. */
      readonly reason: AttemptFailure | 'not_2xx';
      readonly ms: number;
    }
  | {
      /** Given up. */
      readonly what: 'dead';
      readonly reason: DeadReason;
    }
  | {
      /** Its endpoint was deleted. */
      readonly what: 'dropped';
    }
);

/** What names a delivery: enough to find its record. */
export const deliveryName = z.object({
  messageId: z.string(),
  endpointId: z.string(),
  /** When it was made: records of an endpoint are found by it. */
  at: z.number(),
  /** Tells a replay from the first delivery. */
  replay: z.string().exactOptional(),
});

/** What names a delivery: enough to find its record. */
export type DeliveryName = z.infer<typeof deliveryName>;

/** A delivery as it is kept. */
export const deliveryRecord = z.object({
  name: deliveryName,
  type: z.string(),
  status: z.enum(['waiting', 'delivered', 'dead', 'dropped']),
  reason: z
    .enum(['tries_exhausted', 'endpoint_gone', 'endpoint_disabled', 'message_expired'])
    .exactOptional(),
  /** How many tries of the schedule have failed. */
  tries: z.number(),
  nextAt: z.number().exactOptional(),
  attempts: z.array(
    z.object({
      at: z.number(),
      ms: z.number(),
      status: z.number().exactOptional(),
      failure: z.string().exactOptional(),
    }),
  ),
});

/** A delivery as it is kept. */
export type DeliveryRecord = z.infer<typeof deliveryRecord>;

/** The id of a delivery, and of its job. */
export function idOf({ messageId, endpointId, replay }: DeliveryName): string {
  return [messageId, endpointId, ...(replay === undefined ? [] : [replay])].join(':');
}

/** Where a delivery is kept. Those of one endpoint sort by their time. */
export function deliveryKey({ endpointId, at, messageId, replay = '' }: DeliveryName): string {
  return `delivery:${endpointId}:${toDigits(at)}:${messageId}:${replay}`;
}

/** What a key names; `undefined` for another’s. */
export function nameOfKey(key: string): DeliveryName | undefined {
  const [, endpointId, at, messageId, replay] = /^delivery:([^:]+):(\d+):([^:]+):([^:]*)$/.exec(key) ?? [];
  if (endpointId === undefined || at === undefined || messageId === undefined) return undefined;
  return { endpointId, messageId, at: Number(at), ...(replay && { replay }) };
}

/** Epoch milliseconds that sort as text. */
export function toDigits(ms: number): string {
  return String(ms).padStart(15, '0');
}

/** The same as the payload of a job. */
export function toPayload(name: DeliveryName): Json {
  return { ...name };
}

const mostAttempts = 50;

/** The record with one more try in its log. */
export function withAttempt(
  record: DeliveryRecord,
  attempt: DeliveryRecord['attempts'][number],
): DeliveryRecord {
  return { ...record, attempts: [...record.attempts, attempt].slice(-mostAttempts) };
}

/** What is shown of a delivery. */
export function toDelivery(record: DeliveryRecord): Delivery {
  const { name, type, status, reason, nextAt, attempts } = record;
  return {
    id: idOf(name),
    messageId: name.messageId,
    endpointId: name.endpointId,
    type,
    status,
    ...(reason !== undefined && { reason }),
    createdAt: new Date(name.at),
    ...(nextAt !== undefined && { nextAt: new Date(nextAt) }),
    attempts: attempts.map(toAttempt),
  };
}

function toAttempt({ at, ms, status, failure }: DeliveryRecord['attempts'][number]): DeliveryAttempt {
  return {
    at: new Date(at),
    ms,
    ...(status !== undefined && { status }),
    ...(isFailure(failure) && { failure }),
  };
}

const failures = {
  url_invalid: true,
  scheme_not_allowed: true,
  userinfo_not_allowed: true,
  port_not_allowed: true,
  address_not_public: true,
  name_not_resolved: true,
  network: true,
  tls: true,
  timeout: true,
  invalid_response: true,
  aborted: true,
} as const satisfies Record<AttemptFailure, true>;

function isFailure(text: string | undefined): text is AttemptFailure {
  return text !== undefined && Object.hasOwn(failures, text);
}
