/**
 * Adds the vendor's own object to a result as `raw`. It is not enumerable, so printing or storing a result never
 * copies what the vendor put into it (client secrets, personal data).
 */
export function withRaw<T extends object, R>(value: T, raw: R): T & { readonly raw: R } {
  return Object.defineProperty(value, 'raw', { value: raw, enumerable: false }) as T & { readonly raw: R };
}
