import type { DeliveryResult } from './transport.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Milliseconds before each try: the first at once, the last after a day and a quarter. */
export const usualSchedule: readonly number[] = [
  0,
  5_000,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  10 * hour,
];

const longestRetryAfterMs = 24 * hour;
const jitter = 0.2;

/** How long all tries may take together, where no endpoint asks for more. */
export function longestOf(schedule: readonly number[]): number {
  return Math.ceil(schedule.reduce((sum, delayMs) => sum + delayMs, 0) * (1 + jitter));
}

/** What a try means for its delivery. */
export type Verdict =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'gone' }
  /** `askedMs`: how long the endpoint wants to be left alone. */
  | { readonly kind: 'failed'; readonly askedMs: number };

/** Only 2xx is success: a redirect is not followed, and 410 says never to come again. */
export function verdictOf(result: DeliveryResult): Verdict {
  if (result.kind !== 'answer') return { kind: 'failed', askedMs: 0 };
  const { status, retryAfterMs = 0 } = result;
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 410) return { kind: 'gone' };
  const isAsked = status === 429 || status === 503;
  return { kind: 'failed', askedMs: isAsked ? Math.min(retryAfterMs, longestRetryAfterMs) : 0 };
}

/** How long to wait after so many failed tries, a fifth more or less; `undefined` when there is no further try. */
export function delayAfter(
  schedule: readonly number[],
  tries: number,
  { askedMs, random }: { readonly askedMs: number; readonly random: () => number },
): number | undefined {
  const planned = schedule[tries];
  if (planned === undefined) return undefined;
  return Math.round(Math.max(planned * (1 - jitter + 2 * jitter * random()), askedMs));
}
