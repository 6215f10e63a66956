import type { Metadata } from '@patchbay/email';

/** The custom argument under which your reference travels. */
const referenceName = 'patchbay_reference';
/** The one that tells a ledger which call sent the mail. */
const keyName = 'patchbay_key';
/** The one that brings the id of a scheduled mail back: SendGrid's events know nothing of batches. */
const idName = 'patchbay_id';
/** Before the name of metadata that an event would hide behind a field of SendGrid's. */
const hidden = 'patchbay_metadata_';

/** What travels with a mail and comes back in its events. */
export interface Companions {
  readonly metadata?: Metadata;
  readonly reference?: string;
  readonly vendorKey?: string | undefined;
  /** `Receipt.id` of a scheduled mail. */
  readonly id?: string;
}

/** Metadata, reference, key and id as custom arguments. */
export function toCustomArguments({
  metadata = {},
  reference,
  vendorKey,
  id,
}: Companions): Record<string, string> {
  const named = Object.entries(metadata).map(([name, value]): readonly [string, string] => {
    const isTaken = eventFields.has(name) || name.startsWith('patchbay_');
    return [isTaken ? hidden + name : name, value];
  });
  return {
    ...Object.fromEntries(named),
    ...(reference !== undefined && { [referenceName]: reference }),
    ...(vendorKey !== undefined && { [keyName]: vendorKey }),
    ...(id !== undefined && { [idName]: id }),
  };
}

/** What travelled with the mail, told from an event's own fields, which custom arguments stand beside. */
export function fromCustomArguments(
  event: Readonly<Record<string, unknown>>,
): Required<Pick<Companions, 'metadata'>> & Companions {
  const texts = Object.entries(event).flatMap(([name, value]) =>
    typeof value === 'string' && !eventFields.has(name) ? [[name, value] as const] : [],
  );
  const {
    [referenceName]: reference,
    [keyName]: vendorKey,
    [idName]: id,
    ...rest
  } = Object.fromEntries(texts);
  const metadata = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [
      name.startsWith(hidden) ? name.slice(hidden.length) : name,
      value,
    ]),
  );
  return {
    metadata,
    ...(reference !== undefined && { reference }),
    ...(vendorKey !== undefined && { vendorKey }),
    ...(id !== undefined && { id }),
  };
}

/** SendGrid's own fields of events: https://docs.sendgrid.com/for-developers/tracking-events/event (2026-11-22). */
const eventFields: ReadonlySet<string> = new Set([
  'asm_group_id',
  'attempt',
  'bounce_classification',
  'category',
  'cert_err',
  'email',
  'event',
  'ip',
  'marketing_campaign_id',
  'marketing_campaign_name',
  'marketing_campaign_split_id',
  'marketing_campaign_version',
  'newsletter',
  'pool',
  'post_type',
  'reason',
  'response',
  'send_at',
  'sg_content_type',
  'sg_event_id',
  'sg_machine_open',
  'sg_message_id',
  'sg_template_id',
  'sg_template_name',
  'sg_user_id',
  'singlesend_id',
  'singlesend_name',
  'smtp-id',
  'status',
  'template_id',
  'timestamp',
  'tls',
  'type',
  'url',
  'url_offset',
  'useragent',
]);
