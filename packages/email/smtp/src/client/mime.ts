import type { Email } from 'postal-mime';

/** Reads a mail as it came. The parser is loaded with the first one. */
export async function readMail(source: Uint8Array): Promise<Email> {
  const { default: PostalMime } = await import('postal-mime');
  return PostalMime.parse(source, { forceRfc822Attachments: true, maxNestingDepth: 20 });
}
