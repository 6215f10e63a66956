/** One short text for one input, whatever the order of its keys. It tells nothing of what is in it. */
export async function fingerprint(input: unknown): Promise<string> {
  return hash(new TextEncoder().encode(await textOf(input)));
}

async function hash(bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength)); // a copy: what is shared cannot be hashed
}

/** JSON with sorted keys. Bytes count by their hash; what is read only when it is sent (a function) does not count. */
async function textOf(value: unknown): Promise<string> {
  if (value instanceof Date) return `date:${value.getTime()}`;
  if (value instanceof Blob) return `bytes:${await hash(await value.arrayBuffer())}`;
  if (value instanceof ArrayBuffer) return `bytes:${await hash(value)}`;
  if (ArrayBuffer.isView(value)) return `bytes:${await hash(bytesOf(value))}`;
  if (value instanceof Map || value instanceof Set)
    return `${value.constructor.name}${await textOf([...value])}`;
  if (Array.isArray(value)) return `[${(await Promise.all(value.map(textOf))).join()}]`;
  if (typeof value === 'number') return String(value); // JSON has no NaN
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? typeof value;
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const texts = await Promise.all(
    fields.map(async ([name, field]) => `${JSON.stringify(name)}:${await textOf(field)}`),
  );
  return `{${texts.join()}}`;
}
