import type { EmailCapabilities } from '@patchbay/email';

/** What the outbox can do: everything that the contract names. */
export const capabilities = {
  provider: 'outbox',
  embedded: true,
  operations: {
    send: 'native',
    reconcile: 'native',
    'schedule.cancel': 'native',
    'suppressions.list': 'native',
    'suppressions.get': 'native',
    'suppressions.add': 'native',
    'suppressions.remove': 'native',
  },
  traits: {
    attachments: true,
    inline: true,
    templates: true,
    schedule: true,
    headers: true,
    tags: true,
    metadata: true,
    tracking: true,
    envelope_from: true,
    recipient_results: true,
    webhooks: true,
    inbound: true,
  },
  idempotency: { kind: 'native', maxLength: 255 },
  limits: {
    recipients: 1000,
    messageBytes: 25 * 1024 * 1024,
    scheduleMs: 30 * 24 * 3_600_000,
    tags: 10,
  },
} as const satisfies EmailCapabilities;
