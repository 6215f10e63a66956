import type { Secret } from '@patchbay/core';
import * as z from 'zod';

/** Why an endpoint is sent nothing: its owner said so, it answered 410, or it failed for too long. */
export type DisabledReason = 'by_owner' | 'gone' | 'failing';

/** Somebody’s URL, and what is sent there. */
export interface Endpoint {
  /** `ep_…` */
  readonly id: string;
  readonly url: string;
  /** Which types: exact ones, and `order.*` for all that begin with `order.`. Empty: every one. */
  readonly events: readonly string[];
  readonly description?: string;
  readonly status: 'enabled' | 'disabled';
  /** Of one that is disabled. */
  readonly disabledReason?: DisabledReason;
  readonly createdAt: Date;
}

/** An endpoint and its secret, which is shown this once. */
export interface EndpointSecret {
  readonly endpoint: Endpoint;
  /** `whsec_…`, for the endpoint’s owner: `secret.reveal()`. */
  readonly secret: Secret;
}

/** An endpoint to be made. */
export interface CreateEndpoint {
  readonly url: string;
  /** Default: every type. */
  readonly events?: readonly string[];
  /** At most 500 characters. */
  readonly description?: string;
  /** `whsec_` and 24 to 64 bytes in base64. Default: 32 random bytes. */
  readonly secret?: string;
}

/** What is to be different; what is not given stays. */
export interface UpdateEndpoint {
  readonly url?: string;
  readonly events?: readonly string[];
  readonly description?: string;
}

/** How a secret is replaced. */
export interface RotateSecret {
  /** How long the old secrets stay valid beside the new one, in milliseconds. Default: 86 400 000 (a day). */
  readonly overlapMs?: number;
  /** Default: 32 random bytes. */
  readonly secret?: string;
}

/** An endpoint as it is kept. */
export const endpointRecord = z.object({
  id: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  description: z.string().exactOptional(),
  status: z.enum(['enabled', 'disabled']),
  disabledReason: z.enum(['by_owner', 'gone', 'failing']).exactOptional(),
  createdAt: z.number(),
  /** The newest first; `until` is when one that was replaced ends. */
  secrets: z.array(z.object({ sealed: z.string(), until: z.number().exactOptional() })),
  /** Another with each write, so that no two are equal. */
  revision: z.string(),
});

/** An endpoint as it is kept. */
export type EndpointRecord = z.infer<typeof endpointRecord>;

/** What an owner is shown: all but the secrets. */
export function toEndpoint(record: EndpointRecord): Endpoint {
  const { secrets: _, revision: _revision, createdAt, ...shown } = record;
  return { ...shown, createdAt: new Date(createdAt) };
}

const type = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/;
const longestType = 128;

/** True for the name of an event: words with full stops between them, at most 128 characters. */
export function isType(text: string): boolean {
  return text.length <= longestType && type.test(text);
}

/** True for what a filter may have: a type, or the beginning of types before `.*`. */
export function isFilter(text: string): boolean {
  return isType(text.endsWith('.*') ? text.slice(0, -2) : text);
}

/** Whether an endpoint wants messages of a type. */
export function wants({ events }: Pick<Endpoint, 'events'>, type: string): boolean {
  const matches = (filter: string): boolean =>
    filter.endsWith('.*') ? type.startsWith(filter.slice(0, -1)) : filter === type;
  return events.length === 0 || events.some(matches);
}
