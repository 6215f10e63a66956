import type { RawWebhook, WebhookInput } from '@patchbay/core/webhook';
import type { SignedEvent } from '@patchbay/webhooks/signatures';

/** The time of every kit: epoch seconds. */
export const now = 1_767_225_600;

/** One way to sign, with a signer that is not ours. */
export interface Kit {
  readonly name: string;
  /** A body as this vendor sends it. */
  readonly body: Uint8Array;
  /** What verifies at {@link now}. */
  readonly receive: (input: WebhookInput) => Promise<readonly unknown[]>;
  /** A delivery: signed at another time than now, by a stranger's key, or with no key at all. */
  readonly sign: (body: Uint8Array, how?: { at?: number; key?: 'own' | 'stranger' | 'empty' }) => RawWebhook;
  readonly header: string;
  /** Where the timestamp stands, and how it is rewritten. Absent where none is signed. */
  readonly moveTime?: (webhook: RawWebhook, at: number) => RawWebhook;
  /** Nothing but the sender is verified. */
  readonly ignoresBody?: true;
  /** What only this kit can get wrong, and the reason it is refused with. */
  readonly forgeries: Readonly<
    Record<string, readonly [forged: (valid: RawWebhook) => RawWebhook, reason: string]>
  >;
  /** Construction with a blank secret or key. */
  readonly blank: () => unknown;
}

/** A copy whose header is changed, or removed. */
export function withHeader(
  webhook: RawWebhook,
  name: string,
  change: (value: string) => string | undefined,
): RawWebhook {
  const headers = new Headers(webhook.headers);
  const changed = change(headers.get(name) ?? '');
  if (changed === undefined) headers.delete(name);
  else headers.set(name, changed);
  return { ...webhook, headers };
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The payload of a vendor that has no adapter, and how its events are read. */
export const payload = bytes('{"id":"evt_1","type":"order.paid","order":"o_1","at":1767225590,"amount":1.0}');

export function toEvents(parsed: unknown): readonly SignedEvent[] {
  const { id, type, order, at } = Object(parsed) as Record<string, unknown>;
  const occurredAt = new Date(Number(at) * 1000);
  return [
    { dedupeKey: String(id), type: String(type), provider: 'acme', occurredAt, objectId: String(order) },
  ];
}

export const url = 'https://shop.example/webhooks/acme';
