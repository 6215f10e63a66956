/** What a subscription costs, and how often. */
export interface SandboxPlan {
  /** The `planId` of `subscriptions.create`. */
  readonly id: string;
  readonly name: string;
  /** Price of one period and one unit, in minor units. */
  readonly amount: { readonly minor: number; readonly currency: string };
  readonly interval: 'day' | 'week' | 'month' | 'year';
}

/** The plans of a sandbox that is given none. */
export const defaultPlans: readonly SandboxPlan[] = [
  { id: 'plan_basic', name: 'Basic', amount: { minor: 500, currency: 'EUR' }, interval: 'month' },
  { id: 'plan_plus', name: 'Plus', amount: { minor: 1500, currency: 'EUR' }, interval: 'month' },
];

const dayMs = 86_400_000;

/** The end of a period, in epoch milliseconds; the 31st becomes the last day of a shorter month. */
export function endOfPeriod(start: number, interval: SandboxPlan['interval']): number {
  switch (interval) {
    case 'day':
      return start + dayMs;
    case 'week':
      return start + 7 * dayMs;
    case 'month':
      return addMonths(start, 1);
    case 'year':
      return addMonths(start, 12);
  }
}

function addMonths(start: number, months: number): number {
  const date = new Date(start);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return date.getTime();
}
