import type Stripe from 'stripe';

/** The end of a billing period, in epoch seconds. A month that is too short ends on its last day. */
export function periodEnd(
  start: number,
  { interval, interval_count }: Pick<Stripe.Price.Recurring, 'interval' | 'interval_count'>,
): number {
  const day = 24 * 60 * 60;
  if (interval === 'day') return start + interval_count * day;
  if (interval === 'week') return start + interval_count * 7 * day;
  const from = new Date(start * 1000);
  const months = interval === 'year' ? 12 * interval_count : interval_count;
  const target = new Date(from);
  target.setUTCDate(1);
  target.setUTCMonth(from.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  target.setUTCDate(Math.min(from.getUTCDate(), lastDay));
  return Math.floor(target.getTime() / 1000);
}
