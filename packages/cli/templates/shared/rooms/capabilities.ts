import type { PaymentsCapabilities } from '@patchbay/payments';

/** What Acme can do: https://docs.acme.example/api (<today>). `composed`: more than one request. `false`: not at all. */
export const capabilities = {
  provider: 'acme',
  operations: {
    // <operations: native>
  },
  traits: {
    // <traits>
  },
  // only: http
  // `native` where Acme honours an idempotency key, with how long it keeps one and how long one may be; else `none`.
  // only: email storage auth state jobs
  idempotency: { kind: 'none' },
  // only: payments
  idempotency: { kind: 'native', ttlHours: 24, maxLength: 255 },
  currencies: { accepted: 'any' },
  // only: email
  limits: { recipients: 50, messageBytes: 10 * 1024 * 1024, scheduleMs: 0, tags: 0 },
  // only: storage
  upload: { kind: 'stream' },
  limits: { objectBytes: 2 ** 32, putBytes: 2 ** 32, metadataBytes: 0, deleteKeys: 1000, presignSeconds: 0 },
  // only: auth
  limits: { passwordLength: 8 },
  // all
} as const satisfies PaymentsCapabilities;
