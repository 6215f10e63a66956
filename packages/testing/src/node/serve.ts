import type { ServerResponse } from 'node:http';
import type { Clock } from '@patchbay/core';
import { answer } from './answer.ts';
import { type FaultQueue, faultQueue } from './fault-queue.ts';
import type { FaultPlan } from './faults.ts';
import { type HoldingPen, holdingPen } from './holding-pen.ts';
import { listen } from './listener.ts';
import { type Incoming, type ReceivedRequest, toRequest } from './received.ts';

/** Answers one request, as a service worker or a fake does. */
export type Handler = (request: Request, received: ReceivedRequest) => Response | Promise<Response>;

/** Something with a handler: every fake of a vendor is one. */
export interface HandlerObject {
  handle(request: Request, received: ReceivedRequest): Response | Promise<Response>;
}

/** How a server behaves. */
export interface ServeOptions {
  /** The clock for `delay` and for `Retry-After` as a date. A `delay` needs one; dates default to real time. */
  readonly clock?: Clock;
}

/** A handler behind a real socket, and what goes wrong between it and the client. */
export interface FaultServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  /** Every request whose head arrived, in order, redirected ones included. */
  readonly received: readonly ReceivedRequest[];
  /** How many requests are stuck on purpose: they end only when the client or the clock moves. */
  readonly held: number;
  /** What the handler or a matcher threw: the client got a 500, or a broken connection. */
  readonly handlerErrors: readonly unknown[];
  /** How many planned faults have not been met yet. */
  readonly pendingFaults: number;
  /** Appends faults. Each request meets the first one that matches and is not used up. */
  fault(...plans: readonly FaultPlan[]): void;
  /** Forgets the received requests, the errors and the planned faults. */
  reset(): void;
  /** Destroys all connections; resolves when the port is free. */
  close(): Promise<void>;
}

/**
 * Puts a handler behind a loopback socket, where faults can be planted.
 *
 * @throws Error when the port cannot be opened.
 * @example
 * await using server = await serve(stripeFake(), { clock });
 * server.fault({ kind: 'resetAfter', match: (request) => request.method === 'POST' });
 * const payments = stripePayments({ secretKey, baseUrl: server.url });
 */
export async function serve(
  target: Handler | HandlerObject,
  options: ServeOptions = {},
): Promise<FaultServer> {
  const state = newState(target, options);
  const { url, close } = await listen(
    (incoming, response, origin) => accept(state, incoming, response, origin),
    () => state.received.length + 1,
  );
  return {
    url,
    get received() {
      return state.received;
    },
    get held() {
      return state.pen.held;
    },
    get handlerErrors() {
      return state.handlerErrors;
    },
    get pendingFaults() {
      return state.plans.pending;
    },
    fault(...plans) {
      if (!options.clock && plans.some((plan) => plan.kind === 'delay')) throw new Error(delayNeedsClock);
      state.plans.add(plans);
    },
    reset() {
      state.received = [];
      state.handlerErrors = [];
      state.plans.clear();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

const delayNeedsClock = 'A delay needs the clock that it waits on: serve(target, { clock }).';

interface State {
  readonly handle: Handler;
  readonly plans: FaultQueue;
  readonly pen: HoldingPen;
  readonly clock: Clock | undefined;
  received: ReceivedRequest[];
  handlerErrors: unknown[];
}

function newState(target: Handler | HandlerObject, { clock }: ServeOptions): State {
  const handle: Handler = typeof target === 'function' ? target : (...call) => target.handle(...call);
  return { handle, plans: faultQueue(), pen: holdingPen(), clock, received: [], handlerErrors: [] };
}

async function accept(
  state: State,
  incoming: Incoming,
  response: ServerResponse,
  origin: string,
): Promise<void> {
  state.received.push(incoming);
  if (!(await incoming.complete)) return;
  const run = (): Promise<Response> => runHandler(state, incoming, response, origin);
  try {
    const { pen, clock } = state;
    await answer({ received: incoming, response, run, pen, clock }, state.plans.take(incoming));
  } catch (error) {
    // A matcher that throws, or a body that breaks while it is sent.
    state.handlerErrors.push(error);
    response.destroy();
  }
}

/** What the handler throws becomes a 500, and the request's signal tells it that the client left. */
async function runHandler(
  { handle, handlerErrors }: State,
  incoming: Incoming,
  response: ServerResponse,
  origin: string,
): Promise<Response> {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  try {
    return await handle(toRequest(incoming, origin, gone.signal), incoming);
  } catch (error) {
    handlerErrors.push(error);
    return new Response(`The handler threw: ${String(error)}`, { status: 500 });
  }
}
