import type { EmailAddress } from '@patchbay/email';

/** `2026-11-22 05:47:44 UTC` */
export function timeOf(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `Ada Lovelace <ada@example.com>`, as a reader sees it. */
export function addressesOf(addresses: readonly EmailAddress[]): string {
  return addresses.map(({ email, name = '' }) => (name === '' ? email : `${name} <${email}>`)).join(', ');
}

/** `3 kB` */
export function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
