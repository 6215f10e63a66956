import type { FaultPlan } from './faults.ts';
import type { ReceivedRequest } from './received.ts';

/** The faults that are planned, in the order in which they were. */
export interface FaultQueue {
  readonly pending: number;
  add(plans: readonly FaultPlan[]): void;
  clear(): void;
  /** Takes the first fault that matches. */
  take(request: ReceivedRequest): FaultPlan | undefined;
}

/** An empty queue. */
export function faultQueue(): FaultQueue {
  let waiting: { readonly plan: FaultPlan; left: number }[] = [];
  return {
    get pending() {
      return waiting.length;
    },
    add(plans) {
      const added = plans.map((plan) => ({ plan, left: plan.times ?? 1 }));
      waiting.push(...added.filter(({ left }) => left > 0));
    },
    clear() {
      waiting = [];
    },
    take(request) {
      const entry = waiting.find(({ plan }) => plan.match?.(request) ?? true);
      if (!entry) return undefined;
      entry.left -= 1;
      waiting = waiting.filter(({ left }) => left > 0);
      return entry.plan;
    },
  };
}
