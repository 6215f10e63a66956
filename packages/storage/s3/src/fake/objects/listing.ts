import { compareKeys } from '../history.ts';
import { type Call, numberFrom } from '../protocol/call.ts';
import { rejection } from '../protocol/errors.ts';

/** What a listing is asked for. */
export interface ListingQuery {
  readonly prefix: string;
  readonly delimiter: string;
  /** Only names after this one. A common prefix given here is left out as a whole. */
  readonly after: string;
  readonly maximum: number;
}

export interface Listing {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  readonly truncated: boolean;
  /** The last name on the page: `after` of the next one. */
  readonly last: string;
}

/** One page of sorted keys. Common prefixes count like keys, and none is on two pages. */
export function listPage(
  keys: readonly string[],
  { prefix, delimiter, after, maximum }: ListingQuery,
): Listing {
  const found: { keys: string[]; commonPrefixes: string[]; last: string } = {
    keys: [],
    commonPrefixes: [],
    last: '',
  };
  let previousPrefix = delimiter !== '' && after.endsWith(delimiter) ? after : undefined;
  let truncated = false;
  const from = after === '' || compareKeys(after, prefix) < 0 ? prefix : after;
  for (const key of maximum > 0 ? keys.slice(lowerBound(keys, from)) : []) {
    if (!key.startsWith(prefix)) break;
    if (key === after) continue;
    const common = commonPrefix(key, prefix, delimiter);
    if (common !== undefined && common === previousPrefix) continue;
    if (found.keys.length + found.commonPrefixes.length === maximum) {
      truncated = true;
      break;
    }
    previousPrefix = common;
    found.last = common ?? key;
    if (common === undefined) found.keys.push(key);
    else found.commonPrefixes.push(common);
  }
  return { ...found, truncated };
}

/** Encoder for names in a listing: `encoding-type=url`, where a space becomes a plus sign and `/` stays. */
export function nameEncoder(call: Call): (name: string) => string {
  const type = call.query.get('encoding-type');
  if (type === undefined) return (name) => name;
  if (type !== 'url') {
    throw rejection('InvalidArgument', 'Invalid Encoding Method specified in Request', {
      ArgumentName: 'encoding-type',
      ArgumentValue: type,
    });
  }
  return (name) =>
    encodeURIComponent(name)
      .replaceAll('%20', '+')
      .replaceAll('%2F', '/')
      .replaceAll(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** `max-keys` and its siblings: at most 1000, which is also the default. */
export function pageSize(call: Call, name: string): number {
  return numberFrom(call, name, [0, 1000]) ?? 1000;
}

function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

function lowerBound(keys: readonly string[], name: string): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareKeys(keys[middle] ?? '', name) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
