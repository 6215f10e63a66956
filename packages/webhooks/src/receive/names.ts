import type { WebhookEvent } from './event.ts';

/** Names of sources. */
export const serviceName = /^[a-zA-Z0-9._-]{1,64}$/;

const longestBytes = 128; // with the name of a source it fits into the id of a job and the key of a record
const unsafe = /[\p{Cc}\p{Cs}]/u;

/** A vendor's key as every store can keep it: itself, or `#` and its hash. */
export async function toName(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  if (text !== '' && !text.startsWith('#') && !unsafe.test(text) && bytes.byteLength <= longestBytes)
    return text;
  // By code units: what is no well-formed Unicode has no octets of its own.
  const units = Uint8Array.from(Array.from({ length: text.length * 2 }, (_, at) => unitOctet(text, at)));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', units));
  return `#${Array.from(digest, (octet) => octet.toString(16).padStart(2, '0')).join('')}`;
}

function unitOctet(text: string, at: number): number {
  const unit = text.charCodeAt(at >> 1);
  return at % 2 === 0 ? unit >> 8 : unit & 255;
}

/** Where the jobs of a source wait. */
export function queueOf(service: string): string {
  return `webhooks.${service}`;
}

/** Which events are handled one at a time; `undefined` for one that says nothing of its object. */
export async function objectOf(service: string, { objectId }: WebhookEvent): Promise<string | undefined> {
  return objectId === undefined ? undefined : `${service}:${await toName(objectId)}`;
}

/** Where a delivery is kept. */
export async function recordKeyOf(service: string, dedupeKey: string): Promise<string> {
  return `${recordPrefixOf(service)}${await toName(dedupeKey)}`;
}

/** How the keys of all deliveries of a source begin. */
export function recordPrefixOf(service: string): string {
  return `webhook:${service}:`;
}
