import type { BuryJob, HeldJob, RetryJob } from '@patchbay/jobs';
import type { Engine } from '../client/engine.ts';
import { toEngineId, toEngineToken } from './names.ts';
import { fromTruth } from './replies.ts';
import type { Speech } from './speech.ts';

/** Where a job says how its last try ended: which a repeat of the call finds there. */
interface Proof {
  /** BullMQ’s set in which it is then, where there is one. */
  readonly set: 'completed' | 'failed' | '';
  readonly field: 'returnvalue' | 'ended';
  readonly value: string;
}

/** Ends a job that was done. BullMQ forgets old ones meanwhile, by an age in seconds. */
export function complete(
  speech: Speech,
  engine: Engine,
  { queue, id, token }: HeldJob,
  keepDoneMs: number,
): Promise<boolean> {
  const proof = { set: 'completed', field: 'returnvalue', value: JSON.stringify(token) } as const;
  const job = engine.job(queue, toEngineId(id));
  const kept = { age: keepDoneMs / 1000 };
  const given = speech.backend.moveToCompletedArgs(job, proof.value, kept, toEngineToken(token));
  return settle(speech, id, proof, ['moveToFinished', given]);
}

/** Gives a job up: it stays among BullMQ’s failed ones. */
export function bury(speech: Speech, engine: Engine, { queue, id, token, error }: BuryJob): Promise<boolean> {
  const proof = { set: 'failed', field: 'ended', value: `dead ${token}` } as const;
  const job = engine.job(queue, toEngineId(id));
  const fields = { [proof.field]: proof.value };
  const given = speech.backend.moveToFailedArgs(job, error, false, toEngineToken(token), false, fields);
  return settle(speech, id, proof, ['moveToFinished', given]);
}

/** Gives a job back. Its time is by the clock of this machine, as in all of BullMQ. */
export function retry(
  speech: Speech,
  { id, token, delayMs, error }: RetryJob,
  now: number,
): Promise<boolean> {
  const proof = { set: '', field: 'ended', value: `back ${token}` } as const;
  const due = String(now + delayMs);
  const fieldsToUpdate = { [proof.field]: proof.value, failedReason: error, due };
  const given = speech.backend.moveToDelayedArgs(toEngineId(id), now, toEngineToken(token), delayMs, {
    fieldsToUpdate,
  });
  return settle(speech, id, proof, ['moveToDelayed', given]);
}

/** A command of BullMQ, and what it is given. */
type Move = readonly [
  name: 'moveToFinished' | 'moveToDelayed',
  given: (string | number | boolean | Buffer)[],
];

/** Moves a job, where it is ours, and wakes the next of its ordering key. */
async function settle(
  speech: Speech,
  id: string,
  { set, field, value }: Proof,
  [name, given]: Move,
): Promise<boolean> {
  const replies = await speech.atOnce((transaction) => {
    speech.backend.execCommand(transaction, name, given);
    transaction.runCommand('patchbayJobsSettle', [speech.base, toEngineId(id), set, field, value]);
  });
  return fromTruth(replies[1]);
}
