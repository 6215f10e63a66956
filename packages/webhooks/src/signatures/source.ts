import { type Clock, underOperation, withRaw } from '@patchbay/core';
import { type RawWebhook, readWebhook, rejected, type WebhookInput } from '@patchbay/core/webhook';
import { checkFigure } from './config.ts';

/** What an event of any vendor says of itself. */
export interface SignedEvent {
  /** The same at every delivery of this event, and of no other event of the vendor. */
  readonly dedupeKey: string;
  readonly type: string;
  /** The vendor's name. */
  readonly provider: string;
  readonly occurredAt: Date;
  /** What it is about: events of one object are handled in their order. */
  readonly objectId?: string;
}

/** A vendor without an adapter, as a receiver takes it: `sources: { crm: { from: source, handle } }`. */
export interface WebhookSource<E extends SignedEvent> {
  readonly webhooks: {
    /**
     * Verifies one delivery over its raw bytes and reads its events.
     * @throws `IntegrationError` `webhook_rejected` with a reason: `signature_missing`, `signature_invalid`,
     * `timestamp_outside_tolerance`, `body_parsed`, `too_large`, `payload_malformed`.
     */
    receive(input: WebhookInput): Promise<readonly (E & { readonly raw: unknown })[]>;
  };
  /** The largest body that it takes, in octets. */
  readonly maxBytes: number;
}

/** What every source needs beside its signature. */
export interface SourceOptions<E extends SignedEvent> {
  /**
   * The events of a delivery, each with its `dedupeKey`. `payload` is parsed, but has any shape: look before you read,
   * and throw `rejected('payload_malformed', …)` of `@patchbay/core/webhook` for a shape that you do not know.
   */
  readonly toEvents: (payload: unknown, webhook: RawWebhook) => readonly E[];
  /** How the verified body is read. Default: as JSON in UTF-8. */
  readonly parse?: (webhook: RawWebhook) => unknown;
  /** A larger body is refused. Default 1 MiB. */
  readonly maxBytes?: number;
  /** Where "now" comes from: tests hand in a virtual one. */
  readonly clock?: Clock;
}

/** A source that trusts what `verify` does not throw for. */
export function toSource<E extends SignedEvent>(
  scheme: string,
  { toEvents, parse = parseJson, maxBytes = megabyte }: SourceOptions<E>,
  verify: (webhook: RawWebhook) => Promise<void>,
): WebhookSource<E> {
  checkFigure(scheme, 'maxBytes', maxBytes, 1);
  const integration = { category: 'webhooks', provider: scheme, name: scheme };
  const read = async (input: WebhookInput): Promise<readonly (E & { readonly raw: unknown })[]> => {
    const webhook = await readWebhook(input, maxBytes);
    await verify(webhook);
    const payload = parse(webhook);
    return toEvents(payload, webhook).map((event) => withRaw(checked(event), payload));
  };
  const receive = (input: WebhookInput) => underOperation(integration, 'receive', () => read(input));
  return { webhooks: { receive }, maxBytes };
}

const megabyte = 1024 * 1024;

/** Duplicate keys are the parser's business: the last one counts, as everywhere in JavaScript. */
function parseJson({ body }: RawWebhook): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw rejected('payload_malformed', 'The body is signed, but is no JSON in UTF-8.');
  }
}

/** An event without a key would be handled at each delivery, or never. */
function checked<E extends SignedEvent>(event: E): E {
  const { dedupeKey, type, provider, occurredAt } = event;
  const isNamed = [dedupeKey, type, provider].every((text) => typeof text === 'string' && text !== '');
  if (isNamed && occurredAt instanceof Date && !Number.isNaN(occurredAt.getTime())) return event;
  const message = 'toEvents gave an event without a dedupeKey, a type, a provider or a valid occurredAt.';
  throw rejected('payload_malformed', message);
}
