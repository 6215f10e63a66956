import type { AttemptRecord } from '@patchbay/core';
import type { FC } from 'hono/jsx';
import type { MailState } from '../mail.ts';
import type { CallEntry, ChangeEntry, EventEntry, MailEntry, StepEntry, TimelineEntry } from '../timeline.ts';
import { mailNames } from './mails.tsx';
import { Mark, type Shape, type Tone } from './mark.tsx';
import { Moment } from './moment.tsx';

/** Every integration call, webhook and change, oldest first. */
export const Timeline: FC<{ readonly entries: readonly TimelineEntry[] }> = ({ entries }) =>
  entries.length === 0 ? (
    <p class="small">No integration was called yet.</p>
  ) : (
    <ol class="timeline">
      <li class="columns" aria-hidden="true">
        <span>Time</span>
        <span>Operation</span>
        <span>Provider</span>
        <span>Attempts</span>
        <span class="number">Duration</span>
        <span>Outcome</span>
        <span>Request</span>
      </li>
      {entries.map((entry) => (
        <li class={entry.kind}>
          <span class="when">
            <Moment at={new Date(entry.at)} precise />
          </span>
          {entry.kind === 'call' && <Call {...entry} />}
          {entry.kind === 'event' && <Event {...entry} />}
          {entry.kind === 'change' && <Change {...entry} />}
          {entry.kind === 'mail' && <Mail {...entry} />}
          {entry.kind === 'step' && <Step {...entry} />}
        </li>
      ))}
    </ol>
  );

const Call: FC<CallEntry> = ({ operation, provider, account, attempts, durationMs, failure }) => {
  const { shape, tone, word } = outcomes[failure?.outcome ?? 'succeeded'];
  const { requestId } = attempts.findLast((attempt) => attempt.requestId) ?? {};
  return (
    <>
      <code class="operation">{operation}</code>
      <span class="provider">{account === undefined ? provider : `${provider} (${account})`}</span>
      <Attempts attempts={attempts} />
      <span class="number">{milliseconds(durationMs)}</span>
      <span class="outcome">
        <Mark shape={shape} tone={tone} /> {word}
        {failure !== undefined && <code>{failure.reason ?? failure.code}</code>}
      </span>
      {requestId !== undefined && <code class="request">{requestId}</code>}
    </>
  );
};

const Attempts: FC<Pick<CallEntry, 'attempts'>> = ({ attempts }) => {
  const count = attempts.length === 1 ? '1 attempt' : `${attempts.length || 'no'} attempts`;
  if (attempts.length < 2) return <span class="attempts">{count}</span>;
  return (
    <span class="attempts">
      {count}
      <Strip attempts={attempts} />
      {attempts.map((attempt) => (
        <span class="attempt">{attemptText(attempt)}</span>
      ))}
    </span>
  );
};

/** The attempts as bars, the waits between them as a line, to scale. */
const Strip: FC<Pick<CallEntry, 'attempts'>> = ({ attempts }) => {
  const total = attempts.reduce((sum, { waitedMs, durationMs }) => sum + waitedMs + durationMs, 0) || 1;
  let at = 0;
  return (
    <svg class="strip" viewBox="0 0 160 8" width="160" height="8" aria-hidden="true" focusable="false">
      <path d="M0 4 H160" />
      {attempts.map(({ waitedMs, durationMs, code }) => {
        const start = ((at + waitedMs) / total) * 160;
        at += waitedMs + durationMs;
        const width = Math.max(2, (durationMs / total) * 160);
        return (
          <rect
            class={code === undefined ? 'good' : 'bad'}
            x={Math.min(start, 158)}
            y="0"
            width={width}
            height="8"
          />
        );
      })}
    </svg>
  );
};

function attemptText({ step, number, status, code, durationMs, waitedMs }: AttemptRecord): string {
  const waited = waitedMs > 0 ? `waited ${milliseconds(waitedMs)}, then ` : '';
  const result = [status, code].filter((part) => part !== undefined).join(' ') || 'done';
  return `${number}${step === undefined ? '' : ` ${step}`}: ${waited}${result} in ${milliseconds(durationMs)}`;
}

function milliseconds(duration: number): string {
  return `${duration < 10 ? duration.toFixed(1) : Math.round(duration)} ms`;
}

const outcomes = {
  succeeded: { shape: 'full', tone: 'good', word: 'done' },
  applied: { shape: 'half', tone: 'wait', word: 'applied, answer lost' },
  unknown: { shape: 'half', tone: 'bad', word: 'unknown' },
  not_applied: { shape: 'cross', tone: 'bad', word: 'not applied' },
} as const satisfies Record<string, { shape: Shape; tone: Tone; word: string }>;

const Event: FC<EventEntry> = ({ type, provider }) => (
  <>
    <span class="operation">
      Webhook <code>{type}</code>
    </span>
    <span class="provider">{provider}</span>
    <span class="note">verified</span>
  </>
);

const Change: FC<ChangeEntry> = ({ change, by }) => {
  const { tone, word } = changes[change];
  return (
    <span class={`note ${tone}`}>
      <b>{word}</b>, learned from the {by}
    </span>
  );
};

const changes = {
  authorized: { tone: 'wait', word: 'Authorized' },
  captured: { tone: 'good', word: 'Paid' },
  failed: { tone: 'bad', word: 'Declined' },
  canceled: { tone: 'idle', word: 'Canceled' },
  refunded: { tone: 'good', word: 'Refunded' },
} as const satisfies Record<ChangeEntry['change'], { tone: Tone; word: string }>;

const Mail: FC<MailEntry> = ({ mail, state, by }) => {
  const { tone, word } = mailMoves[state];
  return (
    <span class={`note ${tone}`}>
      <b>{mailNames[mail]}</b>: {word}
      {mailReasons[by]}
    </span>
  );
};

const Step: FC<StepEntry> = ({ step, provider }) => (
  <span class="note good">
    <b>{steps[step].done}</b> {steps[step].where} {provider}
  </span>
);

const steps = {
  signed_in: { done: 'Signed in', where: 'through' },
  picture_uploaded: { done: 'Picture uploaded', where: 'straight to' },
} as const satisfies Record<StepEntry['step'], { done: string; where: string }>;

const mailMoves = {
  wanted: { tone: 'wait', word: 'to be sent' },
  sending: { tone: 'wait', word: 'being sent' },
  sent: { tone: 'good', word: 'sent' },
  unknown: { tone: 'bad', word: 'unknown, it may have been sent' },
  failed: { tone: 'bad', word: 'not sent' },
} as const satisfies Record<MailState, { tone: Tone; word: string }>;

const mailReasons = {
  shop: '',
  answer: '',
  webhook: ', learned from the webhook',
  restart: ': the shop ended before the answer came',
  request: ' again, as somebody asked',
  given_up: ': the shop ended at every try',
} as const satisfies Record<MailEntry['by'], string>;
