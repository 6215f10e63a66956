/** Secrets and raw errors of this process, shared by all copies of core through the global symbol registry. */
const registryKey = Symbol.for('patchbay.secrets');
const shortest = 6; // shorter values would blank out ordinary words

interface Registry {
  readonly values: Set<string>;
  /** How they may look. Longest first, so that a secret that contains another is replaced whole. */
  readonly forms: string[];
  /**
   * Secrets that come and go, oldest first, each with how it may look. Absent where an older core made the registry.
   */
  passing?: Map<string, readonly string[]>;
  /** What the vendor threw, by the error made of it. Absent likewise. */
  raw?: WeakMap<object, unknown>;
}

const mostPassing = 256; // a process that serves for months must not keep every user's tokens

/** What all copies of core in this process have in common. */
export function sharedByCopies(): Registry {
  const holder = globalThis as typeof globalThis & { [registryKey]?: Registry };
  return (holder[registryKey] ??= { values: new Set(), forms: [] });
}

/** Remembers a live secret, so that no message, JSON or inspection of an error can show it. */
export function rememberSecret(value: string): void {
  const { values, forms } = sharedByCopies();
  if (value.length < shortest || values.has(value)) return;
  values.add(value);
  forms.push(...new Set(encodings(value)));
  forms.sort(longestFirst);
}

/** The same for a secret of which there is no end, such as a user's token: the latest 256 are remembered. */
export function rememberPassingSecret(value: string): void {
  const shared = sharedByCopies();
  if (value.length < shortest || shared.values.has(value)) return;
  const passing = (shared.passing ??= new Map());
  const forms = passing.get(value) ?? [...new Set(encodings(value))].sort(longestFirst);
  passing.delete(value); // it counts as the latest again
  passing.set(value, forms);
  const [oldest] = passing.keys();
  if (passing.size > mostPassing && oldest !== undefined) passing.delete(oldest);
}

/**
 * Replaces every known secret, however it is written, and every e-mail address. A secret is also found in JSON,
 * base64 (inside a longer text too), hex and URL-encoded form.
 */
export function redact(text: string, personal: readonly string[] = []): string {
  let clean = text.replaceAll('[secret]', mark); // a secret may be a word of the placeholder
  const { forms, passing = new Map<string, readonly string[]>() } = sharedByCopies();
  for (const known of [...passing.values(), forms]) {
    for (const form of known) if (clean.includes(form)) clean = clean.replaceAll(form, mark);
  }
  for (const value of personal) clean = clean.replaceAll(value, '[personal]');
  return clean.replace(emailAddress, '[personal]').replaceAll(mark, '[secret]');
}

/** Stands for what was found while there is more to find: a character that texts do not have. */
const mark = '\uFDD0';

/**
 * Not `node_modules/@scope/name.js`, not `zod@4.6.7`. It starts only at the edge of a word, so a long word costs one
 * look.
 */
const emailAddress = /(?<![^\s"'<>()[\],;:/])[^\s"'<>()[\],;:/]+@[^\s"'<>()[\],;:/@]+\.\p{L}[\p{L}\p{N}-]+/gu;

function encodings(value: string): readonly string[] {
  const bytes = new TextEncoder().encode(value);
  const hex = toHex(bytes);
  const inJson = JSON.stringify(value).slice(1, -1);
  const inForm = new URLSearchParams([['', value]]).toString().slice(1);
  return [value, inJson, inForm, toUrl(value), hex, hex.toUpperCase(), ...base64Forms(bytes)];
}

function toUrl(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\ufffd')); // a lone surrogate has no form in a URL
}

/** Two digits for each byte. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** How the bytes look in base64 at each of the three places that they may have in a longer text. */
function base64Forms(bytes: Uint8Array): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const text = ' '.repeat(before) + Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
    const own = btoa(text).slice(Math.ceil((before * 8) / 6), Math.floor((text.length * 8) / 6));
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** The strings below the named keys of an input, however deep: personal data that a vendor may echo. */
export function personalValues(input: unknown, keys: readonly string[] = []): readonly string[] {
  const found: string[] = [];
  const seen = new Set<object>();
  const visit = (value: unknown, personal: boolean): void => {
    if (typeof value === 'string') {
      if (personal && value.length >= 3) found.push(value, toUrl(value));
    } else if (
      typeof value === 'object' &&
      value !== null &&
      !ArrayBuffer.isView(value) &&
      !seen.has(value)
    ) {
      seen.add(value);
      for (const key of Object.keys(value)) {
        try {
          visit(Reflect.get(value, key), personal || keys.includes(key));
        } catch {
          // A field that cannot be read, such as one of a database that is closed.
        }
      }
    }
  };
  if (keys.length > 0) visit(input, false);
  return found.sort(longestFirst);
}

function longestFirst(one: string, other: string): number {
  return other.length - one.length;
}
