import type { Call, Kit } from '@patchbay/core';
import type { ClaimedJob, ClaimJobs } from '@patchbay/jobs';
import { connectionOf } from '../client/client.ts';
import type { Engine } from '../client/engine.ts';
import { fromEngineId, fromEngineName, toEngineToken } from './names.ts';
import { fromData, fromNumbers } from './replies.ts';
import { Speech } from './speech.ts';

/** How often an instance looks for ended leases of a queue, in milliseconds. */
const recoverEveryMs = 250;

/** How often a claim looks for further jobs after it met some that must wait for others. */
const mostRounds = 10;

interface Taken {
  readonly id: string;
  readonly token: string;
  readonly name: string;
  readonly data: unknown;
}

/** Claims: takes back what was held too long, moves jobs to BullMQ’s active ones, and begins those whose turn it is. */
export function claimer(engine: Engine, { clock }: Pick<Kit, 'clock'>) {
  const recovered = new Map<string, number>();
  const connection = connectionOf(engine);

  async function recover(speech: Speech, queue: string, call: Call): Promise<void> {
    const now = clock.monotonic();
    if (now - (recovered.get(queue) ?? Number.NEGATIVE_INFINITY) < recoverEveryMs) return;
    await call.step('recover', 'natural', (attempt) => connection.run(attempt, () => moveStalled(speech)));
    recovered.set(queue, now);
  }

  return async (input: ClaimJobs, call: Call): Promise<readonly ClaimedJob[]> => {
    const speech = new Speech(engine, input.queue, input.leaseMs);
    await recover(speech, input.queue, call);
    const claimed: ClaimedJob[] = [];
    for (let round = 0; round < mostRounds && claimed.length < input.limit; round += 1) {
      const wanted = input.limit - claimed.length;
      const taken = await call.step('take', 'never', (attempt) =>
        connection.run(attempt, () => take(speech, wanted)),
      );
      if (taken.length === 0) break;
      const attempts = await call.step('begin', 'natural', (attempt) =>
        connection.run(attempt, () => begin(speech, clock.now(), taken)),
      );
      claimed.push(...toClaimed(input.queue, taken, attempts));
      if (taken.length < wanted) break;
    }
    return claimed;
  };
}

/** BullMQ notes in one look what is active, and takes back in the next what of it is not locked. */
async function moveStalled(speech: Speech): Promise<void> {
  for (let look = 0; look < 2; look += 1) {
    await speech.lookAgain();
    await speech.backend.moveStalledJobsToWait();
  }
}

/** One first: most looks of an idle worker find none. */
async function take(speech: Speech, wanted: number): Promise<readonly Taken[]> {
  const first = await takeOne(speech);
  if (first === undefined) return [];
  const others = await Promise.all(Array.from({ length: wanted - 1 }, () => takeOne(speech)));
  return [first, ...others.filter((job) => job !== undefined)];
}

async function takeOne(speech: Speech): Promise<Taken | undefined> {
  const token = crypto.randomUUID();
  const taken: readonly unknown[] = await speech.backend.moveToActive(toEngineToken(token));
  const [job, id] = taken;
  if (typeof id !== 'string' || typeof job !== 'object' || job === null) return undefined;
  return { id, token, name: String(Reflect.get(job, 'name')), data: Reflect.get(job, 'data') };
}

async function begin(speech: Speech, now: number, taken: readonly Taken[]): Promise<readonly number[]> {
  const given = taken.flatMap(({ id, token }) => [id, toEngineToken(token)]);
  return fromNumbers(await speech.script('patchbayJobsBegin', now, ...given));
}

function toClaimed(queue: string, taken: readonly Taken[], attempts: readonly number[]): ClaimedJob[] {
  return taken.flatMap(({ id, token, name, data }, index) => {
    const attempt = attempts[index] ?? 0;
    if (attempt === 0) return [];
    return [
      { queue, id: fromEngineId(id), payload: fromData(data), attempt, ...fromEngineName(name), token },
    ];
  });
}
