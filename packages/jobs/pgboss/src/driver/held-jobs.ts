import type { BuryJob, HeldJob, RenewJob, RetryJob } from '@patchbay/jobs';
import type { Session } from '../client/database.ts';
import type { Engine } from './enqueue.ts';
import { toUuid } from './uuid.ts';

/** A job as its holder finds it: held still, or ended by the same holder before. */
interface Found {
  readonly uuid: string;
  readonly state: string;
  readonly retryCount: number;
  /** Its lease has ended, and nobody else has it yet. */
  readonly isLapsed: boolean;
}

/** What the holder of a job may do. Each locks the job first, so that what it finds stays so. */
export class HeldJobs {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async renew(input: RenewJob, session: Session): Promise<boolean> {
    const job = await this.#find(input, session);
    if (job?.state !== 'active' || job.isLapsed) return false;
    await session.executeSql(this.#engine.statements.renew, [input.queue, job.uuid, input.leaseMs]);
    return true;
  }

  async complete(input: HeldJob, session: Session): Promise<boolean> {
    const job = await this.#find(input, session);
    if (job?.state !== 'active') return job?.state === 'completed';
    await this.#engine.boss.complete(input.queue, attemptOf(job), { token: input.token }, { db: session });
    return true;
  }

  async retry(input: RetryJob, session: Session): Promise<boolean> {
    const job = await this.#find(input, session);
    if (job?.state !== 'active') return job?.state === 'retry';
    await this.#fail(input, job, session);
    if (input.delayMs > 0) {
      const startAfter = `${input.delayMs} milliseconds`;
      await this.#engine.boss.update(input.queue, undefined, { id: job.uuid, startAfter, db: session });
    }
    return true;
  }

  async bury(input: BuryJob, session: Session): Promise<boolean> {
    const job = await this.#find(input, session);
    if (job?.state !== 'active') return job?.state === 'failed';
    await session.executeSql(this.#engine.statements.giveUp, [input.queue, job.uuid]);
    await this.#fail(input, job, session);
    return true;
  }

  async #fail({ queue, token, error }: BuryJob, job: Found, session: Session): Promise<void> {
    await this.#engine.boss.fail(queue, attemptOf(job), { token, error }, { db: session });
  }

  /** `undefined` where it is another's, or is not there. */
  async #find({ queue, id, token }: HeldJob, session: Session): Promise<Found | undefined> {
    const uuid = await toUuid(queue, id);
    const { rows } = await session.executeSql(this.#engine.statements.lock, [queue, uuid, token]);
    const [row] = rows;
    if (row?.['is_ours'] !== true) return undefined;
    return {
      uuid,
      state: String(row['state']),
      retryCount: Number(row['retry_count']),
      isLapsed: row['is_lapsed'] === true,
    };
  }
}

/** The engine looks once more whether it is still the same try. */
function attemptOf({ uuid, retryCount }: Found): { readonly id: string; readonly retryCount: number } {
  return { id: uuid, retryCount };
}
