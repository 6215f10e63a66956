/** Secrets of this process, shared by all copies of core through the global symbol registry. */
const registryKey = Symbol.for('patchbay.secrets');
const shortest = 6; // shorter values would blank out ordinary words

interface Registry {
  readonly values: Set<string>;
  /** Longest first, so that a secret that contains another is replaced whole. */
  forms?: readonly string[] | undefined;
}

function registry(): Registry {
  const holder = globalThis as typeof globalThis & { [registryKey]?: Registry };
  return (holder[registryKey] ??= { values: new Set() });
}

/** Remembers a live secret, so that no message, JSON or inspection of an error can show it. */
export function rememberSecret(value: string): void {
  if (value.length < shortest) return;
  const { values } = registry();
  if (values.has(value)) return;
  values.add(value);
  registry().forms = undefined;
}

/** Replaces every known secret, in plain, base64, base64url, hex and URL-encoded form, and every e-mail address. */
export function redact(text: string, personal: readonly string[] = []): string {
  let clean = text;
  for (const form of secretForms()) if (clean.includes(form)) clean = clean.replaceAll(form, '[secret]');
  for (const value of personal) if (clean.includes(value)) clean = clean.replaceAll(value, '[personal]');
  return clean.replace(emailAddress, '[personal]');
}

const emailAddress = /[^\s"'<>()[\],;:]+@[^\s"'<>()[\],;:]+\.[^\s"'<>()[\],;:.]+/g;

function secretForms(): readonly string[] {
  const known = registry();
  known.forms ??= [...new Set([...known.values].flatMap(encodings))].sort((a, b) => b.length - a.length);
  return known.forms;
}

function encodings(value: string): readonly string[] {
  const bytes = new TextEncoder().encode(value);
  const base64 = btoa(String.fromCharCode(...bytes));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [value, encodeURIComponent(value), base64, base64.replace(/=+$/, ''), toUrlAlphabet(base64), hex];
}

function toUrlAlphabet(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The strings below the named keys of an input, however deep: personal data that a vendor may echo. */
export function personalValues(input: unknown, keys: readonly string[]): readonly string[] {
  const found: string[] = [];
  const visit = (value: unknown, personal: boolean): void => {
    if (typeof value === 'string') {
      if (personal && value.length >= 3) found.push(value);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) visit(member, personal || keys.includes(key));
    }
  };
  if (keys.length > 0) visit(input, false);
  return found.sort((a, b) => b.length - a.length);
}
