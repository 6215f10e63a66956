import { IntegrationError } from '@patchbay/core';
import * as z from 'zod';
import type { DeliveryRecord, DeliveryStatus } from './delivery.ts';

const statuses = [
  'received',
  'processing',
  'retrying',
  'done',
  'dead',
] as const satisfies readonly DeliveryStatus[];

/** A delivery as it is kept: never changed in meaning, for an older receiver may read it, too. */
const kept = z.object({
  /** Differs from write to write: so a reader knows its own after a lost answer. */
  write: z.string(),
  status: z.enum(statuses),
  key: z.string(),
  type: z.string(),
  objectId: z.string().exactOptional(),
  /** The id of the job that handles it; a replay has another one. */
  job: z.string(),
  receivedAt: z.number(),
  occurredAt: z.number(),
  changedAt: z.number(),
  attempts: z.number(),
  lastError: z.string().exactOptional(),
  skipped: z.literal('late').exactOptional(),
  /** The event, for a replay: see codec.ts. */
  event: z.string(),
});

export type KeptDelivery = z.output<typeof kept>;

/** `undefined` for what is no delivery. */
export function parseRecord(text: string): KeptDelivery | undefined {
  try {
    return kept.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export function printRecord(record: KeptDelivery): string {
  return JSON.stringify({ ...record, write: crypto.randomUUID() });
}

/** What everybody may see of it. */
export function fromKept(service: string, record: KeptDelivery): DeliveryRecord {
  const { write: _write, job: _job, event: _event, ...shown } = record;
  const { receivedAt, occurredAt, changedAt } = record;
  return {
    service,
    ...shown,
    receivedAt: new Date(receivedAt),
    occurredAt: new Date(occurredAt),
    changedAt: new Date(changedAt),
  };
}

const longestError = 500;

/** What a failed try came to, for people: cut, and without any secret of this process. */
export function textOf(error: unknown): string {
  const message = readText(error);
  // Its message is without secrets, by construction.
  return new IntegrationError({ code: 'unknown', outcome: 'unknown', message }).message.slice(
    0,
    longestError,
  );
}

function readText(error: unknown): string {
  try {
    if (IntegrationError.is(error)) return `${error.code}: ${error.message}`;
    return error instanceof Error
      ? `${error.name}: ${error.message}`
      : 'Something was thrown that is no error.';
  } catch {
    return 'Something was thrown that cannot be read.';
  }
}
