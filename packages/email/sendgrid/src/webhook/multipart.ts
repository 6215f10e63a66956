/** One field of a posted form, as bytes: which charset a text is in, another field says. */
export interface FormPart {
  readonly name: string;
  readonly filename?: string;
  readonly contentType?: string;
  readonly bytes: Uint8Array;
}

/**
 * Splits the body of a `multipart/form-data` request (RFC 7578); `undefined` when it is none. `Request.formData` will
 * not do: it decodes every text as UTF-8.
 */
export function splitForm(body: Uint8Array, contentType: string): readonly FormPart[] | undefined {
  const [, quoted, bare] =
    /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ??
    [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) return undefined;
  const delimiter = new TextEncoder().encode(`--${boundary}`);
  const parts: FormPart[] = [];
  let at = find(body, delimiter, 0);
  while (at !== -1 && !isLast(body, at + delimiter.length)) {
    const end = find(body, new Uint8Array([13, 10, ...delimiter]), at + delimiter.length);
    if (end === -1) return undefined; // it breaks off
    const part = toPart(body.subarray(at + delimiter.length + 2, end));
    if (part === undefined) return undefined;
    parts.push(part);
    at = end + 2;
  }
  return at === -1 ? undefined : parts;
}

/** The last delimiter has two dashes behind it. */
function isLast(body: Uint8Array, end: number): boolean {
  return body[end] === 45 && body[end + 1] === 45;
}

function toPart(bytes: Uint8Array): FormPart | undefined {
  const end = find(bytes, new Uint8Array([13, 10, 13, 10]), 0);
  if (end === -1 || end > 8192) return undefined;
  const lines = new TextDecoder().decode(bytes.subarray(0, end)).split('\r\n');
  const valueOf = (name: string): string | undefined =>
    lines
      .find((line) => line.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim();
  const disposition = valueOf('content-disposition') ?? '';
  const [, name] = /;\s*name="([^"]*)"/i.exec(disposition) ?? [];
  const [, filename] = /;\s*filename="([^"]*)"/i.exec(disposition) ?? [];
  const contentType = valueOf('content-type');
  if (name === undefined) return undefined;
  return {
    name: unescape(name),
    bytes: bytes.subarray(end + 4),
    ...(filename !== undefined && { filename: unescape(filename) }),
    ...(contentType !== undefined && { contentType }),
  };
}

/** How forms write what would end a quoted name: https://html.spec.whatwg.org/#multipart-form-data. */
function unescape(name: string): string {
  return name.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n');
}

function find(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const [first = 0] = wanted;
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1))
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return at;
  return -1;
}
