import type { AnyState } from '../harness.ts';
import type { Answer, Entry, Request } from './history.ts';

/** How a random history is made. */
export interface HistoryPlan {
  readonly seed: number;
  readonly clients: readonly AnyState[];
  readonly keys: readonly string[];
  readonly callsPerClient: number;
}

/** Lets every client make random calls at the same time, and writes down what each was told, and when. */
export async function randomHistory({
  seed,
  clients,
  keys,
  callsPerClient,
}: HistoryPlan): Promise<readonly Entry[]> {
  const random = randomOf(seed);
  const entries: Entry[] = [];
  let tick = 0;
  let lastValue = 0;
  const one = async (state: AnyState, client: number): Promise<void> => {
    const seen = new Map<string, string | undefined>();
    for (let call = 0; call < callsPerClient; call += 1) {
      for (let turns = Math.floor(random() * 12); turns > 0; turns -= 1) await Promise.resolve();
      const key = keys[Math.floor(random() * keys.length)] ?? '';
      const request = randomRequest(random, () => String((lastValue += 1) * 1000), seen.get(key));
      const calledAt = (tick += 1);
      const answer = await ask(state, key, request);
      entries.push({ client, key, request, calledAt, answer, answeredAt: (tick += 1) });
      seen.set(key, request.kind === 'put' ? request.value : answer.value);
    }
  };
  await Promise.all(clients.map(one));
  return entries;
}

/** Values are numbers, so that any of them can be counted up, and far enough apart to be told by. */
function randomRequest(random: () => number, fresh: () => string, seen: string | undefined): Request {
  const drawn = random();
  if (drawn < 0.2) return { kind: 'get' };
  if (drawn < 0.3) return { kind: 'put', value: fresh() };
  if (drawn < 0.4) return { kind: 'delete' };
  if (drawn < 0.55) return { kind: 'putIfAbsent', value: fresh() };
  if (drawn < 0.7) return { kind: 'increment', by: 1 };
  const expected = random() < 0.85 ? seen : fresh();
  return { kind: 'cas', expected, value: random() < 0.2 ? undefined : fresh() };
}

async function ask(state: AnyState, key: string, request: Request): Promise<Answer> {
  switch (request.kind) {
    case 'get':
      return told((await state.get(key))?.value);
    case 'put':
      await state.put({ key, value: request.value });
      return {};
    case 'delete':
      await state.delete(key);
      return {};
    case 'putIfAbsent': {
      const { isNew, value } = await state.putIfAbsent({ key, value: request.value });
      return { did: isNew, value };
    }
    case 'cas': {
      const { expected, value: wanted } = request;
      const { isSwapped, value } = await state.cas({ key, expected, value: wanted });
      return { did: isSwapped, ...told(value) };
    }
    case 'increment':
      return told(String((await state.increment({ key, by: request.by })).value));
  }
}

function told(value: string | undefined): Answer {
  return value === undefined ? {} : { value };
}

/** The same numbers for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
