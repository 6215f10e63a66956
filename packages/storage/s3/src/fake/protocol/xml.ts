import { XMLParser, XMLValidator } from 'fast-xml-parser';
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

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
  removeNSPrefix: true,
});

/** The root element of a request's body. Rejects with `MalformedXML` what is not well formed or has another root. */
export function parseXml(text: string, root: string): XmlElement {
  if (XMLValidator.validate(text) !== true) throw rejection('MalformedXML');
  const parsed: unknown = parser.parse(text);
  const found = isElement(parsed) ? parsed[root] : undefined;
  if (isElement(found)) return found;
  if (typeof found === 'string') return {};
  throw rejection('MalformedXML');
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
