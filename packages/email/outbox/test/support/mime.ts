/** A part of a mail, its header fields unfolded and its words decoded. */
export interface Part {
  readonly headers: readonly { readonly name: string; readonly value: string; readonly raw: string }[];
  readonly type: string;
  readonly filename?: string;
  readonly contentId?: string;
  readonly bytes: Uint8Array;
  readonly parts: readonly Part[];
}

/** Reads a mail by RFC 5322, 2045, 2047 and 2231: written apart from what composes it. */
export function readMime(source: Uint8Array): Part {
  return readPart(Buffer.from(source).toString('latin1'));
}

/** The part itself, or all that is in it, without the containers. */
export function leavesOf(part: Part): readonly Part[] {
  return part.parts.length === 0 ? [part] : part.parts.flatMap(leavesOf);
}

function readPart(text: string): Part {
  const end = text.indexOf('\r\n\r\n');
  const [head, body] = end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end + 4)];
  const fields = head
    .replace(/\r\n(?=[ \t])/g, '')
    .split('\r\n')
    .map((line) => ({
      name: line.slice(0, line.indexOf(':')),
      value: line.slice(line.indexOf(':') + 1).trim(),
    }));
  const raw = (name: string): string =>
    fields.find((field) => field.name.toLowerCase() === name)?.value ?? '';
  const type = raw('content-type') || 'text/plain';
  const boundary = parametersOf(type).get('boundary');
  const filename = parametersOf(raw('content-disposition')).get('filename');
  const contentId = raw('content-id').replace(/^<|>$/g, '');
  return {
    headers: fields.map(({ name, value }) => ({ name, value: decodeWords(value), raw: value })),
    type: (type.split(';')[0] ?? '').trim(),
    ...(filename !== undefined && { filename }),
    ...(contentId !== '' && { contentId }),
    bytes: decodeBody(body, raw('content-transfer-encoding').toLowerCase()),
    parts: boundary === undefined ? [] : splitParts(body, boundary),
  };
}

function splitParts(body: string, boundary: string): readonly Part[] {
  const pieces = `\r\n${body}`.split(`\r\n--${boundary}`).slice(1);
  return pieces
    .filter((piece) => !piece.startsWith('--'))
    .map((piece) => readPart(piece.replace(/^[ \t]*\r\n/, '')));
}

function decodeBody(body: string, encoding: string): Uint8Array {
  if (encoding === 'base64') return new Uint8Array(Buffer.from(body, 'base64'));
  if (encoding === 'quoted-printable') return quotedPrintable(body.replace(/[ \t]+(?=\r\n|$)/g, ''));
  return new Uint8Array(Buffer.from(body, 'latin1'));
}

function quotedPrintable(text: string): Uint8Array {
  const octets = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_found, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return new Uint8Array(Buffer.from(octets, 'latin1'));
}

/** Encoded words as text. Words side by side are one text: a character may be split between them. */
export function decodeWords(text: string): string {
  const words = /(?:=\?utf-8\?[bq]\?[^?]*\?=\s*)+/gi;
  const decoded = text.replace(words, (run) => {
    const octets = [...run.matchAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi)].map(([, kind = '', data = '']) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(data, 'base64')
        : Buffer.from(quotedPrintable(data.replaceAll('_', ' '))),
    );
    return `${Buffer.concat(octets).toString('utf8')}${/\s$/.test(run) ? ' ' : ''}`;
  });
  return decoded === text ? Buffer.from(text, 'latin1').toString('utf8') : decoded;
}

/** Parameters of a header field, continued and encoded ones put together. */
function parametersOf(value: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const encoded = new Set<string>();
  for (const [, rawName = '', quoted, bare = ''] of value.matchAll(
    /;\s*([\w-]+(?:\*\d+)?\*?)=(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g,
  )) {
    const name = rawName.replace(/\*.*$/, '').toLowerCase();
    if (rawName.endsWith('*')) encoded.add(name);
    found.set(name, (found.get(name) ?? '') + (quoted?.replace(/\\(.)/g, '$1') ?? bare.trim()));
  }
  for (const name of encoded)
    found.set(name, decodeURIComponent((found.get(name) ?? '').replace(/^[\w-]*'[^']*'/, '')));
  for (const [name, text] of found) if (!encoded.has(name)) found.set(name, decodeWords(text));
  return found;
}
