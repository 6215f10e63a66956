import { base64url } from 'jose';
import { readJsonObject } from './json.ts';
import { unauthenticated } from './refused.ts';
import type { TokenAlgorithm } from './rules.ts';

/** A token that was read and not yet believed. */
export interface ParsedToken {
  readonly text: string;
  readonly algorithm: TokenAlgorithm;
  readonly keyId: string | undefined;
  /** In lower case, without `application/`. */
  readonly type: string | undefined;
  readonly claims: Readonly<Record<string, unknown>>;
}

const longest = 16 * 1024;
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Each would let the token choose what it is verified with. */
const keysOfItsOwn = ['jku', 'jwk', 'x5u'];

/**
 * Reads a signed token and refuses, before any key is looked up, what no provider of ours sends.
 * @throws `DriverFailure` `unauthenticated`: `token_too_large`, `token_malformed`, `algorithm_refused`,
 * `header_refused`.
 */
export function parseToken(text: string, algorithms: readonly TokenAlgorithm[]): ParsedToken {
  if (text.length > longest) {
    throw unauthenticated('token_too_large', `The token is longer than ${longest} characters.`);
  }
  const [, encodedHeader = '', encodedClaims = '', signature = ''] =
    /^([\w-]+)\.([\w-]+)\.([\w-]*)$/.exec(text) ?? malformed('It has not the three parts of a signed token.');
  const header = readPart(encodedHeader);
  const algorithm = algorithms.find((allowed) => allowed === header['alg']);
  if (algorithm === undefined) {
    throw unauthenticated('algorithm_refused', `Its algorithm is none of ${algorithms.join(', ')}.`);
  }
  for (const name of ['crit', ...keysOfItsOwn]) {
    if (Object.hasOwn(header, name)) throw unauthenticated('header_refused', `Its header has ${name}.`);
  }
  if (signature === '') throw unauthenticated('signature_invalid', 'The token is not signed.');
  return {
    text,
    algorithm,
    keyId: optionalText(header, 'kid'),
    type: optionalText(header, 'typ')
      ?.toLowerCase()
      .replace(/^application\//, ''),
    claims: readPart(encodedClaims),
  };
}

function readPart(encoded: string): Readonly<Record<string, unknown>> {
  const text = decodedText(encoded);
  return (
    (text === undefined ? undefined : readJsonObject(text)) ??
    malformed('A part is no JSON object with each member once, at most 32 deep.')
  );
}

function decodedText(encoded: string): string | undefined {
  try {
    return decoder.decode(base64url.decode(encoded));
  } catch {
    return undefined;
  }
}

function optionalText(header: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = header[name];
  if (value === undefined || (typeof value === 'string' && value !== '')) return value;
  return malformed(`The ${name} of its header is no text.`);
}

function malformed(message: string): never {
  throw unauthenticated('token_malformed', message);
}
