import type { EmailCapabilities } from '@patchbay/email';

/** What SendGrid can do: https://docs.sendgrid.com/api-reference/mail-send/limitations (2026-11-22). */
export const capabilities = {
  provider: 'sendgrid',
  operations: {
    send: 'composed',
    reconcile: false,
    'schedule.cancel': 'composed',
    'suppressions.list': 'composed',
    'suppressions.get': 'composed',
    'suppressions.add': 'native',
    'suppressions.remove': 'composed',
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
    envelope_from: false,
    recipient_results: false,
    webhooks: true,
    inbound: true,
  },
  idempotency: { kind: 'none' },
  limits: {
    recipients: 1000,
    messageBytes: 30 * 1024 * 1024,
    scheduleMs: 72 * 3_600_000,
    tags: 10,
  },
} as const satisfies EmailCapabilities;
