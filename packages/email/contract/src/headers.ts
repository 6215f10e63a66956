import type { Message } from './message.ts';

/**
 * The headers that a message has beyond those of its own fields. Drivers send them all.
 *
 * These are `headers`, and for `unsubscribe` the header `List-Unsubscribe`; with a URL of `https` also
 * `List-Unsubscribe-Post`.
 * @see https://www.rfc-editor.org/rfc/rfc2369 and https://www.rfc-editor.org/rfc/rfc8058 (2026-11-22)
 * @example
 * furtherHeaders({ …, unsubscribe: { url: 'https://shop.example/leave?reader=7' } });
 * // {
 * //   'List-Unsubscribe': '<https://shop.example/leave?reader=7>',
 * //   'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
 * // }
 */
export function furtherHeaders({
  headers = {},
  unsubscribe,
}: Pick<Message, 'headers' | 'unsubscribe'>): Readonly<Record<string, string>> {
  if (unsubscribe === undefined) return headers;
  const { url, email } = unsubscribe;
  const ways = [
    ...(url === undefined ? [] : [`<${url}>`]),
    ...(email === undefined ? [] : [`<mailto:${toMailto(email)}>`]),
  ];
  return {
    ...headers,
    'List-Unsubscribe': ways.join(', '),
    ...(url?.toLowerCase().startsWith('https:') && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
  };
}

/** The local part may have characters that mean something else in a URL. */
function toMailto(email: string): string {
  const at = email.lastIndexOf('@');
  return `${encodeURIComponent(email.slice(0, at))}@${encodeURIComponent(email.slice(at + 1))}`;
}
