import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '@patchbay/core';
import { realTurn } from '../turns.ts';
import { type Fault, retryAfterHeaders } from './faults.ts';
import type { HoldingPen } from './holding-pen.ts';
import type { ReceivedRequest } from './received.ts';
import { sendPart, sendResponse } from './send.ts';

/** One request on its way to an answer. */
export interface Exchange {
  readonly received: ReceivedRequest;
  readonly response: ServerResponse;
  /** Runs the handler. */
  readonly run: () => Promise<Response>;
  readonly pen: HoldingPen;
  readonly clock: Clock | undefined;
}

/** Answers as the handler says, or as the fault has it. */
export async function answer(exchange: Exchange, fault: Fault | undefined): Promise<void> {
  const redirect = nextRedirect(exchange.received.target);
  if (redirect) return sendResponse(redirect, exchange.response);
  if (!fault) return sendResponse(await exchange.run(), exchange.response);
  return meet(exchange, fault);
}

async function meet(exchange: Exchange, fault: Fault): Promise<void> {
  const { response } = exchange;
  switch (fault.kind) {
    case 'status':
    case 'garbage':
    case 'wrongShape':
      return replace(exchange, fault);
    case 'truncate':
      await sendPart(await exchange.run(), response, fault.afterBytes);
      return void socketOf(exchange).destroy();
    case 'slowBody':
      return stall(exchange, fault.afterBytes ?? 0);
    case 'resetBefore':
      return void socketOf(exchange).resetAndDestroy();
    case 'resetAfter':
      await commit(exchange);
      return void socketOf(exchange).resetAndDestroy();
    case 'hang':
      if (fault.commit) await commit(exchange);
      return exchange.pen.hold(socketOf(exchange));
    case 'delay':
      await exchange.pen.hold(socketOf(exchange), (release) => delay(exchange, fault.delayMs, release));
      return sendResponse(await exchange.run(), response);
    case 'redirectLoop':
      return sendResponse(redirectTo(fault.status ?? 307, 1), response);
  }
}

async function replace(exchange: Exchange, fault: Replacement): Promise<void> {
  if (fault.commit ?? fault.kind !== 'status') await commit(exchange);
  return sendResponse(replacement(fault, exchange.clock), exchange.response);
}

type Replacement = Extract<Fault, { kind: 'status' | 'garbage' | 'wrongShape' }>;

function replacement(fault: Replacement, clock: Clock | undefined): Response {
  if (fault.kind === 'status') return statusResponse(fault, clock);
  const body = fault.kind === 'garbage' ? fault.body : JSON.stringify(fault.body);
  return new Response(body ?? replacementBody[fault.kind], {
    headers: { 'content-type': 'application/json' },
  });
}

const replacementBody = { garbage: '{"id": "trunc', wrongShape: '{"unexpected":true}' } as const;

async function commit(exchange: Exchange): Promise<void> {
  const unsent = await exchange.run();
  await unsent.arrayBuffer();
}

async function stall(exchange: Exchange, afterBytes: number): Promise<void> {
  await sendPart(await exchange.run(), exchange.response, afterBytes);
  // The client has yet to read what was sent: it counts as stuck only after that.
  await realTurn();
  await realTurn();
  return exchange.pen.hold(socketOf(exchange));
}

function delay(exchange: Exchange, delayMs: number, release: () => void): () => void {
  if (!exchange.clock) throw new Error('A delay needs a clock.');
  return exchange.clock.after(delayMs, release);
}

function socketOf(exchange: Exchange): Socket {
  const { socket } = exchange.response.req;
  return socket;
}

function statusResponse(fault: Extract<Fault, { kind: 'status' }>, clock: Clock | undefined): Response {
  const now = clock ? clock.now() : Date.now();
  const headers = {
    ...(fault.contentType && { 'content-type': fault.contentType }),
    ...(fault.retryAfter && retryAfterHeaders(fault.retryAfter, now)),
    ...fault.headers,
  };
  return new Response(fault.body ?? null, { status: fault.status, headers });
}

const LOOP = /^\/__redirect-loop\/(\d{3})\/(\d+)$/;

function nextRedirect(target: string): Response | undefined {
  const [, status, turn] = LOOP.exec(target) ?? [];
  return status && turn ? redirectTo(Number(status), Number(turn) + 1) : undefined;
}

function redirectTo(status: number, turn: number): Response {
  return new Response(null, { status, headers: { location: `/__redirect-loop/${status}/${turn}` } });
}
