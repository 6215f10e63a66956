import type { WireHandler } from '@patchbay/core/conformance';

/** The fake of a vendor with one rule that it does not enforce, and the case that must notice it. */
export interface LenientFake {
  readonly id: string;
  /** What it lets through, in a few words. */
  readonly what: string;
  /** A case of the conformance suite, through the adapter; or one of the fake's own (`fake.…`), on the bare wire. */
  readonly caughtBy: string;
  /** Provider whose fake it is. */
  readonly on: string;
  readonly lenience: (next: WireHandler) => WireHandler;
}

/** A rule of the vendor's wire that no adapter of ours would break: told on the bare wire. */
export interface StrictnessCase {
  /** `fake.<topic>.<rule>` */
  readonly id: string;
  readonly title: string;
  /** Runs on a fresh fake, made lenient where something is given. */
  run(lenient?: LenientFake): Promise<void>;
}

/** A request to the fake, taken apart. What is changed here is what the fake gets. */
export interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  /** Empty for a request without a body. */
  body: Uint8Array<ArrayBuffer>;
}

/** The fake with requests changed before it looks at them. */
export function rewriting(change: (incoming: Incoming) => void): LenientFake['lenience'] {
  return (next) => async (request) => {
    const incoming = await takeApart(request);
    change(incoming);
    return next(putTogether(incoming));
  };
}

/** The fake with some answers replaced; `undefined` leaves an answer as it is. */
export function answering(
  change: (incoming: Incoming, response: Response, next: WireHandler) => Promise<Response | undefined>,
): LenientFake['lenience'] {
  return (next) => async (request) => {
    const incoming = await takeApart(request);
    const response = await next(putTogether(incoming));
    return (await change(incoming, response.clone(), next)) ?? response;
  };
}

async function takeApart(request: Request): Promise<Incoming> {
  const { method, url, headers } = request;
  const body = new Uint8Array(await request.arrayBuffer());
  return { method, url: new URL(url), headers: new Headers(headers), body };
}

function putTogether({ method, url, headers, body }: Incoming): Request {
  headers.delete('content-length');
  return new Request(url, { method, headers, ...(body.length > 0 && { body }) });
}
