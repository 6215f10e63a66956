import type { ClaimedJob, FailedTry, JobHandler, Working } from '@patchbay/jobs';
import { signStandardWebhook } from '../signatures/standard.ts';
import {
  type DeadReason,
  type DeliveryRecord,
  deliveryKey,
  deliveryName,
  deliveryRecord,
  type SentOutcome,
  withAttempt,
} from './delivery.ts';
import type { Endpoint, EndpointRecord } from './endpoint.ts';
import type { EndpointBook } from './endpoints.ts';
import type { Gates, Pass, TryOutcome } from './gates.ts';
import type { Messages } from './messages.ts';
import { delayAfter, type Verdict, verdictOf } from './schedule.ts';
import type { Shared } from './store.ts';
import type { DeliveryResult, DeliveryTransport } from './transport.ts';

/** What the application is told of. */
export interface SenderEvent {
  readonly type: 'endpoint.disabled';
  readonly endpoint: Endpoint;
  readonly at: Date;
}

/** What a try needs. */
export interface DeliverySetup {
  /** The sender’s. */
  readonly name: string;
  readonly shared: Shared;
  readonly endpoints: EndpointBook;
  readonly messages: Messages;
  readonly gates: Gates;
  readonly transport: DeliveryTransport;
  readonly schedule: readonly number[];
  readonly disableAfterMs: number;
  readonly tell: (event: SenderEvent) => Promise<void>;
  readonly report: (outcome: SentOutcome) => void;
}

/** Comes again, without a try having been made of it, or for the next one. */
class Later extends Error {
  override readonly name = 'Later';
  readonly delayMs: number;

  constructor(message: string, delayMs: number) {
    super(message);
    this.delayMs = delayMs;
  }
}

/** Comes no more. */
class GivenUp extends Error {
  override readonly name = 'GivenUp';
}

const firstPauseMs = 1000;
const longestPauseMs = 15 * 60_000;

/** When a job comes again: as it was said, or, where the store or the program failed, ever more slowly and for ever. */
export function retryDelay({ job, error }: FailedTry): number | 'never' {
  if (error instanceof GivenUp) return 'never';
  if (error instanceof Later) return error.delayMs;
  return Math.min(firstPauseMs * 2 ** Math.min(job.attempt - 1, 20), longestPauseMs);
}

/** Reports what a handler throws, but for what says when the job comes again. */
export function reporting(handler: JobHandler, report: (error: unknown) => void): JobHandler {
  return async (job, working) => {
    try {
      await handler(job, working);
    } catch (error) {
      if (!(error instanceof Later || error instanceof GivenUp)) report(error);
      throw error;
    }
  };
}

/** One try of one delivery. */
export async function deliver(setup: DeliverySetup, job: ClaimedJob, { signal }: Working): Promise<void> {
  const { shared, endpoints, messages, gates } = setup;
  const name = deliveryName.parse(job.payload);
  const record = await shared.store.read(deliveryKey(name), deliveryRecord);
  if (record === undefined) {
    setup.report({ service: setup.name, what: 'dead', reason: 'message_expired' });
    throw new GivenUp('The record is not kept any more.'); // not to be lost in silence
  }
  if (record.status === 'delivered' || record.status === 'dropped') return;
  if (record.status === 'dead') throw new GivenUp(record.reason);
  const endpoint = await endpoints.read(name.endpointId);
  if (endpoint === undefined) return drop(setup, record);
  if (endpoint.status === 'disabled') return giveUp(setup, record, 'endpoint_disabled');
  const message = await messages.read(name.messageId);
  if (message === undefined) return giveUp(setup, record, 'message_expired');
  const pass = await gates.enter(endpoint.id);
  if ('waitMs' in pass) {
    const delayMs = pass.waitMs * (1 + shared.random() / 4); // not all at the same moment
    throw new Later('The endpoint is busy, or rests after failures. This was no try.', delayMs);
  }
  await tryOnce(setup, { record, endpoint, body: message.body, pass, signal });
}

interface Try {
  readonly record: DeliveryRecord;
  readonly endpoint: EndpointRecord;
  readonly body: string;
  readonly pass: Pass;
  readonly signal: AbortSignal;
}

async function tryOnce(setup: DeliverySetup, trying: Try): Promise<void> {
  const { record, endpoint, pass, signal } = trying;
  const { clock } = setup.shared;
  let outcome: TryOutcome | undefined;
  const [at, since] = [clock.now(), clock.monotonic()];
  try {
    const result = await post(setup, trying);
    if (signal.aborted && result.kind === 'failed') throw new Later('The worker was closed.', 0);
    const verdict = verdictOf(result);
    outcome = {
      isFailure: verdict.kind !== 'delivered',
      ...(verdict.kind === 'failed' && { restMs: verdict.askedMs }),
    };
    const attempt = { at, ms: Math.round(clock.monotonic() - since), ...toLogged(result) };
    setup.report(outcomeOf(setup, result, verdict, attempt.ms));
    await settle(setup, withAttempt(record, attempt), endpoint, verdict);
  } finally {
    pass.leave(outcome);
  }
}

async function post(
  { shared, endpoints, transport }: DeliverySetup,
  { record, endpoint, body, signal }: Try,
): Promise<DeliveryResult> {
  const bytes = new TextEncoder().encode(body);
  const signed = await signStandardWebhook({
    id: record.name.messageId,
    timestamp: Math.floor(shared.clock.now() / 1000),
    body: bytes,
    secrets: await endpoints.secretsOf(endpoint),
  });
  const headers = { ...signed, 'content-type': 'application/json', 'user-agent': 'patchbay-webhooks' };
  return transport.post({ url: endpoint.url, headers, body: bytes, signal });
}

/** Of an answer the status is all that is logged. */
function toLogged(result: DeliveryResult): { status: number } | { failure: string } {
  return result.kind === 'answer' ? { status: result.status } : { failure: result.reason };
}

/** The same for metrics. */
function outcomeOf(
  { name: service }: DeliverySetup,
  result: DeliveryResult,
  verdict: Verdict,
  ms: number,
): SentOutcome {
  if (verdict.kind === 'delivered') return { service, what: 'delivered', ms };
  return { service, what: 'failed', reason: result.kind === 'answer' ? 'not_2xx' : result.reason, ms };
}

/** Writes down what a try came to, and says by an error when the next one is due. */
async function settle(
  setup: DeliverySetup,
  record: DeliveryRecord,
  endpoint: EndpointRecord,
  verdict: Verdict,
): Promise<void> {
  const { shared, endpoints } = setup;
  if (verdict.kind === 'delivered') {
    const { nextAt: _, ...delivered } = record;
    await save(setup, { ...delivered, status: 'delivered' });
    return endpoints.clearFailures(endpoint.id);
  }
  if (verdict.kind === 'gone' && !(await wasMoved(setup, endpoint))) {
    await shutOff(setup, endpoint, 'gone');
    return giveUp(setup, record, 'endpoint_gone');
  }
  const failingSince = await endpoints.noteFailure(endpoint.id);
  const now = shared.clock.now();
  if (now - failingSince >= setup.disableAfterMs) {
    await shutOff(setup, endpoint, 'failing');
    return giveUp(setup, record, 'endpoint_disabled');
  }
  const tries = record.tries + 1;
  const askedMs = verdict.kind === 'failed' ? verdict.askedMs : 0;
  const delayMs = delayAfter(setup.schedule, tries, { askedMs, random: shared.random });
  if (delayMs === undefined) return giveUp(setup, { ...record, tries }, 'tries_exhausted');
  await save(setup, { ...record, tries, nextAt: now + delayMs });
  throw new Later(`Try ${tries} failed.`, delayMs);
}

async function shutOff(
  { endpoints, shared, tell }: DeliverySetup,
  tried: EndpointRecord,
  reason: 'gone' | 'failing',
): Promise<void> {
  const endpoint = await endpoints.shutOff(tried, reason);
  if (endpoint !== undefined)
    await tell({ type: 'endpoint.disabled', endpoint, at: new Date(shared.clock.now()) });
}

/** Its owner gave it another URL while the try was under way: what the old one says counts no more. */
async function wasMoved({ endpoints }: DeliverySetup, { id, url }: EndpointRecord): Promise<boolean> {
  return (await endpoints.read(id))?.url !== url;
}

async function giveUp(setup: DeliverySetup, record: DeliveryRecord, reason: DeadReason): Promise<never> {
  const { nextAt: _, ...rest } = record;
  await save(setup, { ...rest, status: 'dead', reason });
  setup.report({ service: setup.name, what: 'dead', reason });
  throw new GivenUp(reason);
}

async function drop(setup: DeliverySetup, record: DeliveryRecord): Promise<void> {
  await save(setup, { ...record, status: 'dropped' });
  setup.report({ service: setup.name, what: 'dropped' });
}

function save({ shared }: DeliverySetup, record: DeliveryRecord): Promise<void> {
  return shared.store.write(deliveryKey(record.name), record, shared.retentionMs);
}
