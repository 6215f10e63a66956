import { type Hear, patiently } from './hear.ts';
import type { KeyMemory } from './memory.ts';

/** Longer than any vendor remembers a key. */
const keepMs = 30 * 24 * 3_600_000;
/** More calls than this are no longer told apart, so that a record does not grow with each call under its key. */
const mostCalls = 16;
/** Stands for all of them: a call that nobody gives back, so that the key stays where it is. */
const many = '*';

/** Who has a key, and the calls that may have had an effect there. */
interface Claim {
  readonly member: string;
  /** One id per call; it stays unless the call certainly did nothing. */
  readonly calls: readonly string[];
}

/** What a call learns when it asks for a key. */
export interface Claimed {
  /** Where the call has to go. */
  readonly member: string;
  /** Gives the key back: this call did nothing. True when no other call may have, so that it may go elsewhere. */
  release(): Promise<boolean>;
}

/**
 * The calls of a key. A call enters before its first request and leaves only when it certainly did nothing; a member
 * keeps the key as long as one call is in. So a crash, a lost answer and a success keep the key where it is.
 */
export class Claims {
  readonly #memory: KeyMemory;
  readonly #hear: Hear;

  constructor(memory: KeyMemory, hear: Hear = patiently) {
    this.#memory = memory;
    this.#hear = hear;
  }

  /** The same for one call, which waits for the memory in its own way. */
  for(hear: Hear): Claims {
    return new Claims(this.#memory, hear);
  }

  /** The member that has the key. */
  async owner(key: string): Promise<string | undefined> {
    const claim = await this.#hear(this.#memory.get(key));
    return claim === undefined ? undefined : parse(claim).member;
  }

  /** Enters at the member that has the key, or at `wanted` where nobody has. */
  async enter(key: string, wanted: string): Promise<Claimed> {
    const call = crypto.randomUUID();
    const entered = this.#change(key, (claim) => ({
      member: claim?.member ?? wanted,
      calls: withCall(claim?.calls ?? [], call),
    }));
    const leave = (): Promise<boolean> => this.#leave(key, call);
    const entering = entered.catch(async (error: unknown) => {
      await leave().catch(() => undefined); // it may have been written before the memory failed
      throw error;
    });
    const { member } = await this.#hear(entering, leave);
    return { member, release: () => this.#hear(leave()) };
  }

  async #leave(key: string, call: string): Promise<boolean> {
    const { calls } = await this.#change(key, (claim) => ({
      member: claim?.member ?? '',
      calls: (claim?.calls ?? []).filter((one) => one !== call),
    }));
    return calls.length === 0;
  }

  async #change(key: string, change: (claim: Claim | undefined) => Claim): Promise<Claim> {
    for (;;) {
      const before = await this.#memory.get(key);
      const claim = change(before === undefined ? undefined : parse(before));
      const after = claim.calls.length === 0 ? undefined : [claim.member, ...claim.calls].join('\n');
      if (await this.#memory.replace(key, before, after, keepMs)) return claim;
    }
  }
}

/** Nobody who is in is forgotten: who is not told apart cannot leave. */
function withCall(calls: readonly string[], call: string): readonly string[] {
  return calls.includes(many) || calls.length >= mostCalls ? [many] : [...calls, call];
}

/** One line for the member, one for each call. */
function parse(text: string): Claim {
  const [member = '', ...calls] = text.split('\n');
  return { member, calls };
}
