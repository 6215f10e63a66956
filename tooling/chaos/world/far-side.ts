import type { Fault, Intent } from '../script/script.ts';
import type { Account } from '../vendors/account.ts';
import type { Time } from './time.ts';
import { counted } from './turns.ts';

/** Longest that a request waits to be overtaken. */
const overtakenWithinMs = 60_000;

/** An account behind a network that does to its requests what the script says. */
export class FarSide {
  readonly account: Account;
  readonly #time: Time;
  readonly #faults: Fault[];
  readonly #note: (fault: Fault) => void;
  readonly #overtaken = new Set<() => void>();
  #held = 0;

  constructor(account: Account, time: Time, faults: readonly Fault[], note: (fault: Fault) => void) {
    this.account = account;
    this.#time = time;
    this.#faults = [...faults];
    this.#note = note;
  }

  /** How many requests wait for time to pass, and somebody for their answer. */
  get held(): number {
    return this.#held;
  }

  /** From now on everything works. */
  heal(): void {
    this.#faults.length = 0;
  }

  /** What the next request meets. */
  next(): Fault {
    const fault = this.#faults.shift() ?? { kind: 'none' };
    this.#note(fault);
    return fault;
  }

  /** What the vendor does about a request, and answers; whoever asked may be gone by then. */
  async answer(fault: Fault, request: Request): Promise<Response> {
    switch (fault.kind) {
      case 'delay':
        await this.#hold(this.#time.wait(fault.ms), request);
        return this.#handle(request);
      case 'slow_answer': {
        const answer = await this.#handle(request);
        await this.#hold(this.#time.wait(fault.ms), request);
        return answer;
      }
      case 'duplicate':
        return this.#twice(fault, request);
      case 'reorder':
        await this.#hold(this.#untilOvertaken(), request);
        return this.#handle(request);
      case 'stored_error':
        this.account.storeError?.();
        return this.#handle(request);
      case 'error_before':
        return this.#refuse(fault.status);
      case 'refused':
        return this.#refuse(401);
      case 'limited':
        return this.#refuse(429, fault.waitSeconds);
      case 'error_after':
        await this.#handle(request);
        return fault.says === 'vendor' ? this.#refuse(fault.status) : proxysPage(fault.status);
      case 'garbled': {
        const answer = await this.#handle(request);
        return answer.ok
          ? new Response('{"id": "trunc', { headers: { 'content-type': 'application/json' } })
          : answer;
      }
      default:
        return this.#handle(request);
    }
  }

  async #handle(request: Request): Promise<Response> {
    const answer = await counted(this.account.handle(request));
    for (const go of this.#overtaken) go();
    return answer;
  }

  async #twice({ gapMs, answer }: Fault & { kind: 'duplicate' }, request: Request): Promise<Response> {
    const copy = request.clone();
    const both = [
      this.#handle(request),
      gapMs === 0 ? this.#handle(copy) : this.#time.wait(gapMs).then(() => this.#handle(copy)),
    ] as const;
    if (answer === 'first') return both[0];
    await this.#hold(both[1], request);
    return both[1];
  }

  /** Waits; until the client has left, the request counts as held. */
  async #hold(wait: Promise<unknown>, { signal }: Request): Promise<void> {
    let isHeld = !signal.aborted;
    if (isHeld) this.#held += 1;
    const letGo = (): void => {
      if (isHeld) this.#held -= 1;
      isHeld = false;
    };
    signal.addEventListener('abort', letGo);
    await wait;
    signal.removeEventListener('abort', letGo);
    letGo();
  }

  #untilOvertaken(): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        cancel();
        this.#overtaken.delete(go);
        resolve();
      };
      const cancel = this.#time.after(overtakenWithinMs, go);
      this.#overtaken.add(go);
    });
  }

  #refuse(status: 401 | 429 | 500 | 503, waitSeconds?: number): Response {
    const headers = waitSeconds === undefined ? {} : { 'retry-after': String(waitSeconds) };
    return Response.json(this.account.refusal(status), { status, headers });
  }
}

/** What a proxy answers in the vendor's place. */
function proxysPage(status: number): Response {
  return new Response('<html><h1>Bad gateway</h1></html>', {
    status,
    headers: { 'content-type': 'text/html' },
  });
}

/** How often the accounts together did what was wanted. */
export function effectsOf(farSides: readonly FarSide[], intent: Intent): number {
  return farSides.reduce((sum, { account }) => sum + account.effects(intent), 0);
}
