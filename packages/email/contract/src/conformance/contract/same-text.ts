/** A body without what transport by lines adds: `\r\n` for `\n`, and a line end at the end. */
export function withoutCarriage(text: string | undefined): string | undefined {
  return text?.replaceAll('\r\n', '\n').replace(/\n$/, '');
}
