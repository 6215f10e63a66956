import { parseXML } from '@aws-sdk/xml-builder';
import { rejection } from './errors.ts';

/** What an element can hold. A list repeats the element; `undefined` leaves it out. */
export type XmlValue =
  | string
  | number
  | boolean
  | undefined
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue };

const namespaceUri = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** A whole document with S3's namespace on its root. */
export function xmlDocument(
  root: string,
  content: string | { readonly [name: string]: XmlValue },
  { namespace = true } = {},
): string {
  const attribute = namespace ? ` xmlns="${namespaceUri}"` : '';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${inner(content)}</${root}>`;
}

function element(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  if (isList(value)) return value.map((item) => element(name, item)).join('');
  return `<${name}>${inner(value)}</${name}>`;
}

function inner(value: string | number | boolean | { readonly [name: string]: XmlValue }): string {
  if (typeof value !== 'object') return escaped(String(value));
  return Object.entries(value)
    .map(([name, content]) => element(name, content))
    .join('');
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Control characters become references that XML 1.0 forbids, as S3 sends them: `encoding-type=url` avoids that. */
function escaped(text: string): string {
  return text.replaceAll(/[&<>"\p{Cc}]/gu, (found) =>
    found === '\n' || found === '\t'
      ? found
      : (entities[found] ?? `&#x${found.charCodeAt(0).toString(16).toUpperCase()};`),
  );
}

/** A parsed element: read it with {@link textOf} and {@link childrenOf}. */
export type XmlElement = Readonly<Record<string, unknown>>;

/** The root element of a request's body. Rejects with `MalformedXML` what is not well formed or has another root. */
export function parseXml(text: string, root: string): XmlElement {
  const { [root]: found, ...others } = documentOf(text);
  if (Object.keys(others).length > 0) throw rejection('MalformedXML');
  if (isElement(found)) return found;
  if (found === '') return {};
  throw rejection('MalformedXML');
}

/** What the parser of the SDK lets pass: it reads Amazon's own answers. */
const undeclared = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)|<!DOCTYPE/i;

/** All that a text has at its top: whatever comes after the root is seen, too. */
function documentOf(text: string): XmlElement {
  if (undeclared.test(text)) throw rejection('MalformedXML');
  const body = text.trim().replace(/^<\?xml[^>]*\?>\s*/, '');
  try {
    const parsed: unknown = parseXML(`<document>${body}</document>`);
    const document = isElement(parsed) ? parsed['document'] : undefined;
    return isElement(document) ? document : {};
  } catch {
    throw rejection('MalformedXML');
  }
}

export function childrenOf(parent: XmlElement, name: string): readonly XmlElement[] {
  return valuesOf(parent, name).map((value) => {
    if (!isElement(value)) throw rejection('MalformedXML');
    return value;
  });
}

/** Text of the first child of this name. */
export function textOf(parent: XmlElement, name: string): string | undefined {
  return textsOf(parent, name)[0];
}

export function textsOf(parent: XmlElement, name: string): readonly string[] {
  return valuesOf(parent, name).map((value) => {
    if (typeof value !== 'string') throw rejection('MalformedXML');
    return value;
  });
}

function valuesOf(parent: XmlElement, name: string): readonly unknown[] {
  const value = parent[name];
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isElement(value: unknown): value is XmlElement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
