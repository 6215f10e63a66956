/**
 * The key that goes to the vendor: SHA-256 over category, operation, step and the caller's key, as base64url, cut to
 * the vendor's length. Vendors refuse one key for two endpoints, so each step of a call has a key of its own.
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
