import { about, type BridgeOptions, type Handle } from './handle.ts';
import { fromEvent, type LambdaEvent } from './lambda-event.ts';
import { parsedBody } from './parsed.ts';

/** What a function answers with. */
export interface LambdaResult {
  readonly statusCode: number;
  readonly headers?: Record<string, string>;
  /** Payload 1.0, and load balancers that are set to it. */
  readonly multiValueHeaders?: Record<string, string[]>;
  /** Payload 2.0 and function URLs. */
  readonly cookies?: string[];
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/**
 * A function for AWS Lambda. In front of it stands API Gateway (payload 1.0 or 2.0), a function URL or an Application
 * Load Balancer. API Gateway keeps bytes that are no text only where its `binaryMediaTypes` name their type. What
 * `handle` throws fails the invocation, so the vendor is answered 5xx and delivers again.
 * @example export const handler = toLambda(receiver.handle);
 */
export function toLambda(
  handle: Handle,
  options: BridgeOptions = {},
): (event: LambdaEvent) => Promise<LambdaResult> {
  return async (event) => {
    const carried = fromEvent(event, options);
    const answer =
      carried === undefined
        ? parsedBody('lambda', options)
        : await handle(carried.request, about(carried.address));
    return toResult(event, answer);
  };
}

async function toResult(event: LambdaEvent, answer: Response): Promise<LambdaResult> {
  return {
    statusCode: answer.status,
    ...headersFor(event, answer.headers),
    ...toText(new Uint8Array(await answer.arrayBuffer())),
  };
}

type ResultHeaders = Pick<LambdaResult, 'headers' | 'multiValueHeaders' | 'cookies'>;

/** In the form that the event came in: the caller overlooks any other. */
function headersFor({ rawPath, multiValueHeaders }: LambdaEvent, headers: Headers): ResultHeaders {
  const cookies = headers.getSetCookie();
  const others = [...headers].filter(([name]) => name !== 'set-cookie');
  if (rawPath !== undefined)
    return { headers: Object.fromEntries(others), ...(cookies.length > 0 && { cookies }) };
  if (multiValueHeaders == null) return { headers: Object.fromEntries(headers) };
  const lists = Object.fromEntries(others.map(([name, value]) => [name, [value]]));
  return { multiValueHeaders: cookies.length > 0 ? { ...lists, 'set-cookie': cookies } : lists };
}

/** As text where the bytes are UTF-8, in base64 otherwise. */
function toText(bytes: Uint8Array): Pick<LambdaResult, 'body' | 'isBase64Encoded'> {
  try {
    const body = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { body, isBase64Encoded: false };
  } catch {
    const characters = Array.from(bytes, (byte) => String.fromCharCode(byte));
    return { body: btoa(characters.join('')), isBase64Encoded: true };
  }
}
