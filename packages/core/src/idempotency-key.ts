/**
 * The key that goes to the vendor in place of the caller's: a hash, cut to the vendor's length.
 *
 * SHA-256, as base64url, over `<category>.<operation>`, step (`''`: the operation as a whole) and the caller's key.
 * Vendors refuse one key for two endpoints, so each step of a call has a key of its own.
 * @example await vendorKey(['payments.create', '', idempotencyKey], capabilities.idempotency.maxLength)
 */
export async function vendorKey(parts: readonly string[], maxLength = 255): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const text = btoa(String.fromCharCode(...digest))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace('=', '');
  return text.slice(0, maxLength);
}
