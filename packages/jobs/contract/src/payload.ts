import type { Json } from './job.ts';
import { isLonger, jobsLimits } from './limits.ts';

/** What of a payload cannot be kept: where it is, and what was found there. */
export interface UnfitPart {
  readonly path: readonly (string | number)[];
  /** A phrase: `a Date`, `nothing`. */
  readonly found: string;
}

type Path = UnfitPart['path'];

/**
 * The first part of a payload that does not survive being written as JSON and read again; `undefined` for a sound one.
 */
export function findUnfit(payload: unknown): UnfitPart | undefined {
  const unfit = look(payload, [], []);
  if (unfit !== undefined) return unfit;
  return isLonger(JSON.stringify(payload), jobsLimits.payloadBytes)
    ? { path: [], found: `more than ${jobsLimits.payloadBytes} octets of JSON` }
    : undefined;
}

function look(value: unknown, path: Path, within: readonly object[]): UnfitPart | undefined {
  if (typeof value === 'object' && value !== null) return lookInto(value, path, within);
  const found = whyNotScalar(value);
  return found === undefined ? undefined : { path, found };
}

function lookInto(value: object, path: Path, within: readonly object[]): UnfitPart | undefined {
  if (within.includes(value)) return { path, found: 'a cycle' };
  if (within.length >= jobsLimits.payloadDepth)
    return { path, found: `more than ${jobsLimits.payloadDepth} levels` };
  const found = whyNotPlain(value);
  if (found !== undefined) return { path, found };
  const inside = [...within, value];
  for (const [name, member] of membersOf(value)) {
    const unfit =
      typeof name === 'string' && !isWellFormed(name)
        ? { path, found: 'a name that is no well-formed Unicode' }
        : look(member, [...path, name], inside);
    if (unfit !== undefined) return unfit;
  }
  return undefined;
}

/** Holes of an array are nothing, too. */
function membersOf(value: object): Iterable<readonly [string | number, unknown]> {
  return Array.isArray(value) ? value.entries() : Object.entries(value);
}

function whyNotPlain(value: object): string | undefined {
  if (Object.getOwnPropertySymbols(value).length > 0) return 'a name that is a symbol';
  if (Array.isArray(value)) return undefined;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return undefined;
  const name: unknown = Reflect.get(value, 'constructor');
  return typeof name === 'function' && name.name !== '' && name !== Object
    ? `a ${name.name}`
    : 'an object of a class';
}

function whyNotScalar(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return isWellFormed(value) ? undefined : 'a text that is no well-formed Unicode';
    case 'number':
      return Number.isFinite(value) ? undefined : String(value);
    case 'boolean':
    case 'object':
      return undefined;
    case 'undefined':
      return 'nothing';
    default:
      return `a ${typeof value}`;
  }
}

const loneSurrogate = /\p{Cs}/u;

function isWellFormed(text: string): boolean {
  return !loneSurrogate.test(text);
}

/** A payload out of its JSON. For adapters, which keep it as text. */
export function readPayload(json: string): Json {
  return JSON.parse(json) as Json; // it gives nothing else
}
