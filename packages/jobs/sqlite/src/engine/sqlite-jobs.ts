import type { Page, Sending } from '@patchbay/core';
import type { SqliteFile, SqliteRow, SqliteStatement } from '@patchbay/core/sqlite';
import type {
  BuryJob,
  ClaimedJob,
  ClaimJobs,
  DeadJob,
  Enqueued,
  EnqueueJob,
  HeldJob,
  Job,
  JobInput,
  JobStatus,
  QueueInput,
  QueueStats,
  RenewJob,
  RetryJob,
} from '@patchbay/jobs';
import { fromDeadCursor, toDeadCursor } from './cursor.ts';
import { toClaimed, toDead, toJob, toStats } from './rows.ts';
import type { Prepared, statements } from './statements.ts';

type JobsFile = SqliteFile<keyof typeof statements>;

const mostDeadPerPage = 100;

/** The jobs of a file. */
export class SqliteJobs {
  readonly #file: JobsFile;
  readonly #keepDoneMs: number;

  constructor(file: JobsFile, keepDoneMs: number) {
    this.#file = file;
    this.#keepDoneMs = keepDoneMs;
  }

  enqueue(job: EnqueueJob, sending: Sending): Promise<Enqueued> {
    return this.#file.change(sending, (prepared, now) => insert(job, prepared, now));
  }

  get({ queue, id }: JobInput, signal: AbortSignal): Promise<Job | undefined> {
    return this.#file.read(signal, (prepared, now) => {
      const row = prepared('get').get(queue, id, now);
      return row === undefined ? undefined : toJob(row);
    });
  }

  /** Most looks of a worker find nothing: those take no lock, and begin nothing. */
  async claim(input: ClaimJobs, signal: AbortSignal, begin: () => Sending): Promise<readonly ClaimedJob[]> {
    const { queue, limit, leaseMs } = input;
    const due = (prepared: Prepared, now: number, most: number): readonly SqliteRow[] =>
      prepared('due').all(queue, now, most, queue, now, most, most);
    const found = await this.#file.read(signal, (prepared, now) => due(prepared, now, 1));
    if (found.length === 0) return [];
    return this.#file.change(begin(), (prepared, now) =>
      due(prepared, now, limit).flatMap(({ seq }) => {
        const row = prepared('take').get(now + leaseMs, crypto.randomUUID(), Number(seq));
        return row === undefined ? [] : [toClaimed(row)];
      }),
    );
  }

  renew({ queue, id, token, leaseMs }: RenewJob, sending: Sending): Promise<boolean> {
    return this.#file.change(sending, (prepared, now) =>
      hasChanged(prepared('renew').run(now + leaseMs, queue, id, token, now)),
    );
  }

  /** Whoever has had a job too long, and has no successor yet, may still end it: a second run is good for nobody. */
  complete({ queue, id, token }: HeldJob, sending: Sending): Promise<boolean> {
    return this.#file.change(sending, (prepared, now) => {
      const ended = prepared('complete').get(now + this.#keepDoneMs, queue, id, token);
      if (ended === undefined) return wasTold('done', { queue, id, token }, prepared);
      moveUp(queue, ended, prepared);
      return true;
    });
  }

  retry({ queue, id, token, delayMs, error }: RetryJob, sending: Sending): Promise<boolean> {
    return this.#file.change(sending, (prepared, now) => {
      const changed = prepared('retry').run(now + delayMs, error, queue, id, token);
      return hasChanged(changed) || wasTold('waiting', { queue, id, token }, prepared);
    });
  }

  bury({ queue, id, token, error }: BuryJob, sending: Sending): Promise<boolean> {
    return this.#file.change(sending, (prepared, now) => {
      const ended = prepared('bury').get(now, error, queue, id, token);
      if (ended === undefined) return wasTold('dead', { queue, id, token }, prepared);
      moveUp(queue, ended, prepared);
      return true;
    });
  }

  stats({ queue }: QueueInput, signal: AbortSignal): Promise<QueueStats> {
    return this.#file.read(signal, (prepared, now) => toStats(prepared('stats').all(now, queue)));
  }

  async listDead(
    { queue }: QueueInput,
    { cursor, limit = mostDeadPerPage, signal }: DeadPage,
  ): Promise<Page<DeadJob>> {
    const after = toDeadCursor(cursor);
    const size = Math.min(limit, mostDeadPerPage);
    const rows = await this.#file.read(signal, (prepared) =>
      prepared('dead').all(queue, after.at, after.seq, size + 1),
    );
    const items = rows.slice(0, size);
    const last = items.at(-1);
    return {
      items: items.map(toDead),
      ...(last !== undefined && rows.length > size && { next: fromDeadCursor(last) }),
    };
  }

  redrive({ queue, id }: JobInput, sending: Sending): Promise<boolean> {
    return this.#file.change(sending, (prepared, now) => hasChanged(prepared('redrive').run(now, queue, id)));
  }

  discard({ queue, id }: JobInput, sending: Sending): Promise<boolean> {
    return this.#file.change(sending, (prepared) => hasChanged(prepared('discard').run(queue, id)));
  }
}

/** Which page of dead jobs. */
interface DeadPage {
  readonly cursor: string | undefined;
  readonly limit: number | undefined;
  readonly signal: AbortSignal;
}

/**
 * Writes a job down, unless its id is taken; that of a job that was done long ago is not.
 * @param prepared gives the statements, of whichever connection.
 */
export function insert(job: EnqueueJob, prepared: Prepared, now: number): Enqueued {
  const { queue, id = crypto.randomUUID(), payload, runAt, orderingKey = null } = job;
  prepared('forget').run(queue, id, now);
  const at = Math.max(now, runAt?.getTime() ?? now);
  const written = prepared('enqueue').run(queue, id, orderingKey, at, JSON.stringify(payload));
  return { id, isNew: hasChanged(written) };
}

/** Whether this holder said the same before: its answer may have been lost. */
function wasTold(status: JobStatus, { queue, id, token }: HeldJob, prepared: Prepared): boolean {
  return prepared('wasTold').get(queue, id, token, status) !== undefined;
}

/** Lets the next of an ordering key go on, where one has ended. */
function moveUp(queue: string, { ordering_key: orderingKey }: SqliteRow, prepared: Prepared): void {
  if (typeof orderingKey === 'string') prepared('moveUp').run(queue, orderingKey);
}

function hasChanged({ changes }: ReturnType<SqliteStatement['run']>): boolean {
  return Number(changes) > 0; // a caller's connection may count in BigInt
}
