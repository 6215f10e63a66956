import { wireRecorder } from '@patchbay/testing';
import {
  closedPort,
  type FaultServer,
  type Fault as ServerFault,
  serve,
  toFault,
} from '@patchbay/testing/node';
import type { Fault } from '../script/script.ts';
import type { FarSide } from './far-side.ts';
import type { Leaving, Line } from './line.ts';

/** Tells the server which request it is. */
const header = 'x-chaos-request';

/** What is wrong with the socket, not with the vendor behind it. */
function plannedOf(fault: Fault): ServerFault | undefined {
  switch (fault.kind) {
    case 'drop_before':
      return toFault({ kind: 'reset_before' }, noRefusal);
    case 'drop_after':
      return toFault({ kind: 'reset_after_commit' }, noRefusal);
    case 'hang':
      return toFault({ kind: fault.commits ? 'hang_after_commit' : 'hang' }, noRefusal);
    case 'cut_answer':
      return toFault({ kind: 'truncated' }, noRefusal);
    default:
      return undefined;
  }
}

function noRefusal(): never {
  throw new TypeError('The accounts refuse by themselves.');
}

/** Opens the servers of two accounts, for one script after the other. */
export async function openSockets(): Promise<Line & AsyncDisposable> {
  const asked: Asked = new Map();
  const handle = async (request: Request): Promise<Response> => {
    const found = asked.get(request.headers.get(header) ?? '');
    if (found === undefined) throw new Error('A request of a script that is over.');
    return found.farSide.answer(found.fault, request);
  };
  return new Sockets(asked, [await serve(handle), await serve(handle)], await closedPort());
}

/** What each request meets, by its number. */
type Asked = Map<string, { readonly farSide: FarSide; readonly fault: Fault }>;

class Sockets implements Line, AsyncDisposable {
  readonly #asked: Asked;
  readonly #servers: readonly FaultServer[];
  readonly #nobody: string;
  readonly #recorder = wireRecorder();
  #last = 0;

  constructor(asked: Asked, servers: readonly FaultServer[], nobody: string) {
    this.#asked = asked;
    this.#servers = servers;
    this.#nobody = nobody;
  }

  url(account: number): string {
    return this.#servers[account]?.url ?? '';
  }

  /** Requests are on their way, and not only those that wait for time to pass. */
  isBusy(): boolean {
    const farSides = new Set([...this.#asked.values()].map(({ farSide }) => farSide));
    const waiting = [...farSides, ...this.#servers].reduce((sum, { held }) => sum + held, 0);
    return this.#recorder.inFlight > waiting;
  }

  async send(
    farSide: FarSide,
    account: number,
    input: string | URL | Request,
    init: Leaving,
  ): Promise<Response> {
    const fault = farSide.next();
    const number = String((this.#last += 1));
    const planned = plannedOf(fault);
    if (planned !== undefined)
      this.#servers[account]?.fault({
        ...planned,
        match: (request) => request.headers.get(header) === number,
      });
    this.#asked.set(number, { farSide, fault });
    const headers = new Headers(init.headers);
    headers.set(header, number);
    const target = fault.kind === 'unreachable' ? this.#nobody : input;
    return this.#recorder.fetch(target, { ...init, headers });
  }

  reset(): void {
    this.#asked.clear();
    this.#recorder.reset();
    for (const server of this.#servers) server.reset();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.close()));
  }
}
