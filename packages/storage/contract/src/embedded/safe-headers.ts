/** Types that a browser shows without running anything of them. */
const inert =
  /^(image\/(png|jpeg|gif|webp|avif|bmp|x-icon|vnd\.microsoft\.icon)|(audio|video)\/[\w.+-]+|text\/plain|application\/pdf)$/;

/**
 * Type and disposition of stored content. What a browser could run as a page of yours (HTML, SVG, XML, anything that is
 * not known to be harmless) is only ever saved, and may run nothing if it is shown all the same.
 */
export function safeHeaders(
  contentType: string,
  disposition: string | undefined,
): Readonly<Record<string, string>> {
  const [essence = ''] = contentType.toLowerCase().split(';');
  const isInert = inert.test(essence.trim());
  const shown = isInert ? disposition : toAttachment(disposition);
  return {
    'content-type': contentType,
    ...(shown !== undefined && { 'content-disposition': shown }),
    ...(!isInert && { 'content-security-policy': "default-src 'none'; sandbox" }),
  };
}

/** The same with its file name, but to be saved. */
function toAttachment(disposition: string | undefined): string {
  const [kind = '', ...parameters] = (disposition ?? 'attachment').split(';');
  if (kind.trim().toLowerCase() === 'attachment') return disposition ?? 'attachment';
  return ['attachment', ...parameters].join(';');
}
