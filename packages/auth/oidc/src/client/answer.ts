import { DriverFailure, invalidResponse } from '@patchbay/core';
import { RefusalError } from './refusal.ts';

/** An answer of success, read to its end. */
export interface Answer {
  readonly headers: Headers;
  readonly text: string;
}

const longestAnswer = 1024 * 1024;

/**
 * Reads an answer to its end, at most 1 MiB.
 * @throws `RefusalError` for the provider's own refusal; `DriverFailure` for every other answer that is no success.
 */
export async function readAnswer(response: Response): Promise<Answer> {
  const { status, headers, ok } = response;
  const text = await readText(response);
  if (ok) return { headers, text };
  const { error = challengeOf(status, headers), description } = errorOf(text);
  throw error === undefined ? toStatusFailure(status) : new RefusalError({ status, error, description });
}

/** A stranger must not fill the memory. */
async function readText({ body }: Response): Promise<string> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const parts: AsyncIterable<Uint8Array<ArrayBuffer>> | [] = body ?? [];
  for await (const chunk of parts) {
    length += chunk.byteLength;
    if (length > longestAnswer) throw invalidResponse('The answer is larger than 1 MiB.');
    chunks.push(chunk);
  }
  return new Blob(chunks).text();
}

function errorOf(text: string): { readonly error?: string; readonly description?: string | undefined } {
  const { error, error_description: description } = fieldsOf(text);
  if (typeof error !== 'string' || error === '') return {};
  return { error, description: typeof description === 'string' ? description : undefined };
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
  } catch {
    return {};
  }
}

/** RFC 6750 §3: a refused access token is named in the header, often nowhere else. */
function challengeOf(status: number, headers: Headers): string | undefined {
  const challenge = headers.get('www-authenticate') ?? '';
  if (!/^(bearer|dpop)\b/i.test(challenge)) return undefined;
  const [, error] = /\berror="?([\w.-]+)/i.exec(challenge) ?? [];
  return error ?? (status === 401 ? 'invalid_token' : undefined);
}

/** What core would say of it; core does not see the discovery that comes before a check. */
function toStatusFailure(status: number): DriverFailure {
  if (status < 500) return invalidResponse(`The answer has the status ${status} and no error of OAuth.`);
  const code = status === 500 ? 'provider_error' : 'provider_unavailable';
  return new DriverFailure({ code, vendor: { status } });
}
