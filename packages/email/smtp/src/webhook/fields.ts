/** Fields of a report: names in lower case. */
export type Fields = ReadonlyMap<string, string>;

/** Groups of fields, each ended by an empty line: https://www.rfc-editor.org/rfc/rfc3464#section-2.1 (2026-11-22). */
export function groupsIn(text: string): readonly Fields[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*(?=\n)/)
    .map(fieldsIn)
    .filter(({ size }) => size > 0);
}

/** The fields of one group, continued lines joined; of a repeated one the first. */
export function fieldsIn(text: string): Fields {
  const fields = new Map<string, string>();
  for (const line of text
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]+/g, ' ')
    .split('\n')) {
    const [, name, value = ''] = /^([!-9;-~]+):[ \t]*(.*)$/.exec(line) ?? [];
    const key = name?.toLowerCase();
    if (key !== undefined && !fields.has(key)) fields.set(key, value.trim());
  }
  return fields;
}

/** What stands behind the type: `rfc822; ada@example.com`, `smtp; 550 5.1.1 no such user`. */
export function typedValue(value: string | undefined): string | undefined {
  const text = value?.slice(value.indexOf(';') + 1).trim();
  return text === '' ? undefined : text;
}
