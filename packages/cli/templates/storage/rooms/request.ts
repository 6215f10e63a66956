/** A key as it stands in Acme's paths: exact, escaped once, slashes kept. */
export function toPath(key: string): string {
  return `/v1/objects/${key.split('/').map(encodeURIComponent).join('/')}`;
}
