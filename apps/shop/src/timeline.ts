import { AsyncLocalStorage } from 'node:async_hooks';
import { type AttemptRecord, IntegrationError, type Interceptor, type Outcome } from '@patchbay/core';
import type { PaymentChange } from '@patchbay/payments';
import type { MailKind, MailState } from './mail.ts';

/** A call of an integration, as the interceptor saw it. Safe to print: attempts hold no personal data. */
export interface CallEntry {
  readonly kind: 'call';
  /** Epoch milliseconds of its start. */
  readonly at: number;
  readonly operation: string;
  readonly provider: string;
  /** Which of several accounts; absent where there is one. */
  readonly account?: string;
  readonly durationMs: number;
  readonly attempts: readonly AttemptRecord[];
  /** Absent on success. */
  readonly failure?: { readonly code: string; readonly reason?: string; readonly outcome: Outcome };
}

/** A webhook event about the order. */
export interface EventEntry {
  readonly kind: 'event';
  readonly at: number;
  readonly type: string;
  readonly provider: string;
  /** The same for every delivery of the event. Absent in entries of before it was kept. */
  readonly key?: string;
}

/** What a settlement changed: each change has exactly one entry, however many calls brought the news. */
export interface ChangeEntry {
  readonly kind: 'change';
  readonly at: number;
  readonly change: PaymentChange;
  readonly by: SettledBy;
}

export type SettledBy = 'webhook' | 'return page' | 'sweep' | 'answer to the refund';

/** How far a mail has come. Whom it goes to is not said: the timeline holds no personal data. */
export interface MailEntry {
  readonly kind: 'mail';
  readonly at: number;
  readonly mail: MailKind;
  readonly state: MailState;
  readonly by: MailMovedBy;
}

export type MailMovedBy = 'shop' | 'answer' | 'webhook' | 'restart' | 'request' | 'given_up';

/** What the buyer did before there was an order. */
export interface StepEntry {
  readonly kind: 'step';
  readonly at: number;
  readonly step: 'signed_in' | 'picture_uploaded';
  readonly provider: string;
}

export type TimelineEntry = CallEntry | EventEntry | ChangeEntry | MailEntry | StepEntry;

/** Where calls are written: to the timeline of an order, or aside while there is none. */
const current = new AsyncLocalStorage<string | CallEntry[]>();

/** Whatever integrations are called within `work` is put down to this order. */
export function onBehalfOf<T>(orderId: string, work: () => Promise<T>): Promise<T> {
  return current.run(orderId, work);
}

/** Whatever integrations are called within `work` is put aside in `calls`: there is no order yet. */
export function puttingAside<T>(calls: CallEntry[], work: () => Promise<T>): Promise<T> {
  return current.run(calls, work);
}

/** Writes every integration call that is made on behalf of an order to its timeline. */
export function callRecorder(write: (orderId: string, entry: CallEntry) => void): Interceptor {
  return {
    async around({ operation, category, integration, provider, attempts }, next) {
      const target = current.getStore();
      if (target === undefined) return next();
      const at = Date.now();
      const startedAt = performance.now();
      let failure: CallEntry['failure'];
      try {
        return await next();
      } catch (error) {
        failure = toFailure(error);
        throw error;
      } finally {
        const durationMs = performance.now() - startedAt;
        const made = { kind: 'call', at, operation, provider, durationMs, attempts } as const;
        const account = integration === category ? {} : { account: integration };
        const call = { ...made, ...account, ...(failure && { failure }) };
        if (typeof target === 'string') write(target, call);
        else target.push(call);
      }
    },
  };
}

function toFailure(error: unknown): NonNullable<CallEntry['failure']> {
  if (!IntegrationError.is(error)) return { code: 'internal', outcome: 'unknown' };
  const { code, reason, outcome } = error;
  return { code, outcome, ...(reason !== undefined && { reason }) };
}
