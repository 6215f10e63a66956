import { gzipSync } from 'node:zlib';

const text = (value: string) => new TextEncoder().encode(value);

/** Bytes that a bridge breaks which decodes, parses, or unpacks: content type, other headers, chunks. */
export const bodies: Readonly<
  Record<
    string,
    readonly [type: string | undefined, chunks: readonly Uint8Array[], headers?: readonly string[]]
  >
> = {
  'invalid UTF-8': ['application/json', [new Uint8Array([0x7b, 0xff, 0xfe, 0xc3, 0x28, 0x7d])]],
  'a byte order mark': ['application/json', [new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d])]],
  'carriage returns and spaces': ['application/json', [text('{\r\n "a" :\t1 }\r\n')]],
  'escapes where letters would do': ['application/json', [text('{"name":"Zo\\u00eb \\/ Zoë"}')]],
  'a number with a zero to spare': [
    'application/json',
    [text('{"amount":1.0,"large":12345678901234567890}')],
  ],
  'a key that comes twice': ['application/json', [text('{"a":1,"a":2,"__proto__":{"b":3}}')]],
  'bytes that are packed': ['application/json', [gzipSync('{"a":1}')], ['content-encoding', 'gzip']],
  'no bytes': ['application/json', []],
  'no bytes, and no type': [undefined, []],
  'no JSON at all': ['application/json', [text('{"a":')]],
  'a form': ['application/x-www-form-urlencoded', [text('a=1&a=2&b=%20+%e9')]],
  'a form in parts': [
    'multipart/form-data; boundary=x',
    [text('--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n')],
  ],
  'a text in another charset': ['text/plain; charset=iso-8859-1', [new Uint8Array([0xe9, 0x80])]],
  'a type that is none': ['not a type', [text('{}')]],
  'several chunks': [
    'application/json',
    [text('{"a"'), text(':'), text('"é"}').subarray(0, 2), text('"é"}').subarray(2)],
  ],
  'exactly 1 MiB': ['application/octet-stream', [new Uint8Array(1024 * 1024).map((_, index) => index % 251)]],
};
