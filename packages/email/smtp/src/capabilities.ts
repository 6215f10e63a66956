import type { EmailCapabilities } from '@patchbay/email';

/** What any mail server can do: https://www.rfc-editor.org/rfc/rfc5321 (2026-11-22). */
export const capabilities = {
  provider: 'smtp',
  operations: {
    send: 'native',
    reconcile: false,
    'schedule.cancel': false,
    'suppressions.list': false,
    'suppressions.get': false,
    'suppressions.add': false,
    'suppressions.remove': false,
  },
  traits: {
    attachments: true,
    inline: true,
    templates: false,
    schedule: false,
    headers: true,
    tags: false,
    metadata: false, // it would have to be a header, which every reader sees and any bounce may change
    tracking: false,
    envelope_from: true,
    recipient_results: true,
    webhooks: true,
    inbound: false,
  },
  idempotency: { kind: 'none' },
  limits: {
    recipients: 100, // what every server has to take: RFC 5321, 4.5.3.1.8
    messageBytes: 25 * 1024 * 1024,
    scheduleMs: 0,
    tags: 0,
  },
} as const satisfies EmailCapabilities;
