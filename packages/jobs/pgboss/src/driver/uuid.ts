/**
 * The id under which the engine keeps a job: a UUID of version 8, made of a hash of its queue and its own id, which is
 * in the job's data. https://www.rfc-editor.org/rfc/rfc9562#section-5.8 (2026-11-22)
 */
export async function toUuid(queue: string, id: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${queue}\n${id}`));
  const octets = new Uint8Array(digest, 0, 16);
  octets[6] = 0x80 | ((octets[6] ?? 0) & 0x0f);
  octets[8] = 0x80 | ((octets[8] ?? 0) & 0x3f);
  const hex = [...octets].map((octet) => octet.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
