import type { Metadata } from '@patchbay/storage';

const plain = /^$|^[\x21-\x7E](?:[\x20-\x7E]*[\x21-\x7E])?$/;
const encodedWord = /=\?utf-8\?([bq])\?([^?]*)\?=/gi;

/**
 * Metadata as headers carry it: what is no plain ASCII as an encoded word of RFC 2047, as S3 gives it back itself.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html (2026-11-22)
 */
export function toMetadata(metadata: Metadata): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, toHeader(value)]));
}

/** Metadata as it was meant. */
export function fromMetadata(metadata: Readonly<Record<string, string>> = {}): Metadata {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, fromHeader(value)]));
}

function toHeader(value: string): string {
  if (plain.test(value) && !value.includes('=?')) return value;
  return `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`;
}

function fromHeader(value: string): string {
  // Spaces between two words belong to the encoding.
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(encodedWord, (_, form: string, text: string) =>
      (form.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : fromQuoted(text)).toString(),
    );
}

function fromQuoted(text: string): Buffer {
  const bytes = text
    .replaceAll('_', ' ')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}
